import { useQuery } from '@tanstack/react-query'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { RunList } from '../../../shared/domain/run-list.ts'
import { useEngine } from '../../rpc/engine.tsx'

export const checkpointMetric = 'exactMatch'

export interface CheckpointScore {
  readonly runId: RunId
  /** 0–1 */
  readonly value: number
  readonly n: number
  /** 95 % interval; null until it is known, and where there is none. */
  readonly ciLow: number | null
  readonly ciHigh: number | null
}

/** What runs on the validation split measured of a job's checkpoints, the newest of each, by checkpoint id. */
export function useCheckpointScores(job: FineTuneJob, evalSet: string | null): ReadonlyMap<string, CheckpointScore> {
  const { query } = useEngine()
  const { data } = useQuery({
    ...query.experiments.list.queryOptions({ input: { metrics: [checkpointMetric] } }),
    enabled: evalSet !== null && job.checkpoints.length > 0,
  })
  const scores = data ? scoresOf(job, evalSet, data) : new Map<string, CheckpointScore>()
  const runIds = [...scores.values()].map(({ runId }) => runId)
  const intervals = useQuery({
    ...query.experiments.intervals.queryOptions({ input: { runIds, metrics: [checkpointMetric] } }),
    enabled: runIds.length > 0,
  })
  for (const [checkpointId, score] of scores) {
    const found = intervals.data?.find(({ runId }) => runId === score.runId)
    if (found) scores.set(checkpointId, { ...score, ciLow: found.ciLow, ciHigh: found.ciHigh })
  }
  return scores
}

function scoresOf(job: FineTuneJob, evalSet: string | null, data: RunList): Map<string, CheckpointScore> {
  const scores = new Map<string, CheckpointScore>()
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
      const n = run.counts[place] ?? run.queries
      scores.set(checkpoint.checkpointId, { runId: run.runId, value, n, ciLow: null, ciHigh: null })
    }
  }
  return scores
}
