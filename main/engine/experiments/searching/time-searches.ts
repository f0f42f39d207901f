import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { LatencyStage } from '../../../../shared/domain/metric.ts'
import { createRandom } from '../../../../shared/domain/random.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { IndexTable } from '../../../ports/vector-store.ts'
import type { TextEmbedder } from '../../embedding/text-embedder.ts'
import { searchIndex } from '../../retrieval/search-index.ts'

/** From 72 on, p95 has a 95 % interval: with fewer, no change of it could ever be told from chance. */
const timedQueries = 75
const warmUpQueries = 3

/** The queries that latency is measured on: the same for every run of an eval set and seed, so that runs are comparable. */
export function latencySample(queries: readonly EvalQuery[], seed: number): EvalQuery[] {
  const random = createRandom(seed)
  return queries
    .map((query) => ({ query, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, timedQueries)
    .map(({ query }) => query)
}

/**
 * Times one run's stages, warm, one query at a time, nothing else running. A remote embedder is not called again: its
 * queries keep the time of the request that made them, where that request held one query only.
 * @returns milliseconds per stage, one value per query that has one.
 */
export async function timeSearches(
  run: RecipeRun,
  sample: readonly EvalQuery[],
  table: IndexTable,
  embedder: TextEmbedder | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<Map<LatencyStage, number[]>> {
  const latencies = new Map<LatencyStage, number[]>([
    ['embedQuery', []],
    ['search', []],
    ['total', []],
  ])
  const { search } = run.recipe
  const rounds = [
    ...sample.slice(0, warmUpQueries).map((query) => ({ query, counts: false })),
    ...sample.map((query) => ({ query, counts: true })),
  ]
  for (const { query, counts } of rounds) {
    signal.throwIfAborted()
    const embedded =
      search.mode === 'fulltext' || !embedder
        ? { vector: null, latencyMs: 0 }
        : await embedder.timedQuery(query.text, signal)
    const startMs = clock.monotonicMs()
    await searchIndex(table, [{ text: query.text, vector: embedded.vector }], [search])
    const searchMs = clock.monotonicMs() - startMs
    if (!counts) continue
    latencies.get('search')!.push(searchMs)
    if (embedded.latencyMs === null) continue
    if (search.mode !== 'fulltext') latencies.get('embedQuery')!.push(embedded.latencyMs)
    latencies.get('total')!.push(embedded.latencyMs + searchMs)
  }
  return new Map([...latencies].filter(([, durationsMs]) => durationsMs.length > 0))
}
