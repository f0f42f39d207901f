import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { LatencyStage } from '../../../../shared/domain/metric.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { openRerankStage, type RerankStage } from './rerank-stage.ts'
import type { RerankRanking } from './run-searches.ts'

/** The rerank stages of the runs of one index. */
export interface RerankRuns {
  readonly rerank: RerankRanking
  /** The time that reranking took for each query of the sample, from the answers that are known. */
  latencies(run: RecipeRun, sample: readonly EvalQuery[]): Promise<Map<LatencyStage, number[]>>
}

/** Loads the token counter only where some run reranks. */
export async function openRerankRuns(
  runs: readonly RecipeRun[],
  chunkSet: ChunkSet,
  pricing: RunPricing,
  ports: ExperimentPorts,
  signal: AbortSignal,
): Promise<RerankRuns> {
  const stages = new Map<string, RerankStage>()
  for (const run of runs) {
    if (run.recipe.rerank.kind === 'none') continue
    const { countTokens } = await import('../../chunking/count-tokens.ts')
    const stage = openRerankStage(run, chunkSet, pricing, countTokens, ports)
    if (stage) stages.set(run.runId, stage)
  }
  return {
    rerank: async (run, query, ranking) =>
      (await stages.get(run.runId)?.rerank(query, ranking, signal))?.ranking ?? ranking,
    latencies: async (run, sample) => {
      const stage = stages.get(run.runId)
      if (!stage) return new Map()
      const durationsMs: number[] = []
      for (const query of sample) {
        // The candidates are still the first chunks, so the request is the one that was answered.
        const ranking = ports.store.runs.ranking(run.runId, query.queryId)
        if (ranking) durationsMs.push((await stage.rerank(query, ranking, signal)).latencyMs)
      }
      return new Map([['rerank', durationsMs]])
    },
  }
}
