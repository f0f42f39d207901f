import { useQuery } from '@tanstack/react-query'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'

export const checkpointMetric = 'exactMatch'

export interface CheckpointScore {
  readonly runId: RunId
  /** 0–1 */
  readonly value: number
  readonly n: number
}

/** What runs on the validation split measured of a job's checkpoints, the newest of each, by checkpoint id. */
export function useCheckpointScores(job: FineTuneJob, evalSet: string | null): ReadonlyMap<string, CheckpointScore> {
  const { query } = useEngine()
  const { data } = useQuery({
    ...query.experiments.list.queryOptions({ input: { metrics: [checkpointMetric] } }),
    enabled: evalSet !== null && job.checkpoints.length > 0,
  })
  const scores = new Map<string, CheckpointScore>()
  if (!data) return scores
  const place = data.metrics.indexOf(checkpointMetric)
  for (const run of data.runs) {
    const recipe = run.recipe === null ? null : data.recipes[run.recipe]
    const tuned = recipe?.generation?.tuned
    const value = run.values[place]
    if (run.split !== 'validation' || run.status !== 'finished' || value === null || value === undefined) continue
    if (recipe?.rung !== 'finetune' || tuned?.fineTuneJobId !== job.fineTuneJobId) continue
    if (data.evalSets[run.evalSet]?.name !== evalSet) continue
    const model = recipe.generation?.model
    const checkpoint = job.checkpoints.find((kept) =>
      tuned.checkpoint === null ? kept.model === model : kept.checkpointId === tuned.checkpoint,
    )
    // Newest first.
    if (checkpoint && !scores.has(checkpoint.checkpointId)) {
      scores.set(checkpoint.checkpointId, { runId: run.runId, value, n: run.counts[place] ?? run.queries })
    }
  }
  return scores
}
