import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { LatencyStage } from '../../../../shared/domain/metric.ts'
import { extractiveModel } from '../../../../shared/domain/model-provider.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { latencySample } from '../searching/time-searches.ts'

/**
 * Latencies of a run with its answers, in ms. `assemble` and `generate` are those of every first answer; a cached one has
 * that of its first execution. `total` is the sum of the stages for each query of the timed sample: left out where a
 * query of the sample has no time of its own.
 */
export function answerLatencies(
  run: RecipeRun,
  queries: readonly EvalQuery[],
  { store }: Pick<ExperimentPorts, 'store'>,
): Map<LatencyStage, number[]> {
  const latencies = store.runs.latencies(run.runId)
  const assemble: number[] = []
  const generate: number[] = []
  const answering = new Map<string, number>()
  const isRemote = run.recipe.generation?.model !== extractiveModel
  for (const { queryId } of queries) {
    const first = store.answers.answersOf(run.runId, queryId).find(({ failure }) => failure === null)
    if (!first) continue
    assemble.push(first.latencyMs.assemble)
    // In a batch nobody tells how long one answer took.
    if (isRemote && first.latencyMs.generate === 0) continue
    generate.push(first.latencyMs.generate)
    answering.set(queryId, first.latencyMs.assemble + first.latencyMs.generate)
  }
  const sample = latencySample(queries, run.provenance.seed)
  const retrieval = !hasRetrieval(run.recipe.rung) ? sample.map(() => 0) : sumOfSearch(latencies, sample.length)
  const totals = retrieval?.map((ms, index) => {
    const answerMs = answering.get(sample[index]!.queryId)
    return answerMs === undefined ? Number.NaN : ms + answerMs
  })
  latencies.delete('total')
  latencies.set('assemble', assemble)
  latencies.set('generate', generate)
  const whole = totals?.filter((ms) => !Number.isNaN(ms)) ?? []
  if (whole.length > 0) latencies.set('total', whole)
  return new Map([...latencies].filter(([, durationsMs]) => durationsMs.length > 0))
}

/** Retrieval per query of the sample; null when a stage has no time for some of them, as their order is lost then. */
function sumOfSearch(latencies: ReadonlyMap<LatencyStage, readonly number[]>, sampled: number): number[] | null {
  const search = latencies.get('search')
  const perQuery = (['embedQuery', 'rerank'] as const).map((stage) => latencies.get(stage))
  if (search?.length !== sampled || perQuery.some((values) => values && values.length !== sampled)) return null
  return search.map((ms, index) => perQuery.reduce((sum, values) => sum + (values?.[index] ?? 0), ms))
}
