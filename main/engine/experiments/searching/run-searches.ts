import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { RecipeRun, RetrievedChunk } from '../../../../shared/domain/run.ts'
import type { RunStore } from '../../../ports/run-store.ts'
import type { IndexTable } from '../../../ports/vector-store.ts'
import type { TextEmbedder } from '../../embedding/text-embedder.ts'
import { type SearchQuery, searchIndex } from '../../retrieval/search-index.ts'
import type { StageProgress } from '../stage-progress.ts'

/** Queries searched together: fills a batched vector search, and is what a kill can cost at most. */
const queriesAtOnce = 64

/** Reranks the first chunks of each ranking of a run that asks for it. */
export type RerankRanking = (
  run: RecipeRun,
  query: EvalQuery,
  ranking: readonly RetrievedChunk[],
) => Promise<readonly RetrievedChunk[]>

/**
 * Searches every query that a run has not answered yet, all runs of one index together, and stores each batch's
 * rankings at once. Queries stay in the same batches whatever was answered before.
 */
export async function runSearches(
  runs: readonly RecipeRun[],
  queries: readonly EvalQuery[],
  table: IndexTable,
  embedder: TextEmbedder | null,
  store: { runs: RunStore; transaction: (work: () => void) => void },
  rerank: RerankRanking,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const answered = new Map(runs.map((run) => [run.runId, store.runs.answeredQueryIds(run.runId)]))
  for (let from = 0; from < queries.length; from += queriesAtOnce) {
    signal.throwIfAborted()
    const batch = queries.slice(from, from + queriesAtOnce)
    const open = runs.filter((run) => batch.some((query) => !answered.get(run.runId)!.has(query.queryId)))
    if (open.length > 0) {
      const needsVectors = open.some((run) => run.recipe.search.mode !== 'fulltext')
      const searchQueries = await embedQueries(batch, needsVectors ? embedder : null, signal)
      const found = await searchIndex(
        table,
        searchQueries,
        open.map((run) => run.recipe.search),
      )
      const rankings = await Promise.all(
        open.map((run, position) =>
          Promise.all(batch.map((query, index) => rerank(run, query, found[position]![index]!))),
        ),
      )
      store.transaction(() => {
        open.forEach((run, position) => {
          const byQuery = batch.map((query, index) => [query.queryId, rankings[position]![index]!] as const)
          store.runs.addRankings(run.runId, new Map(byQuery.filter(([id]) => !answered.get(run.runId)!.has(id))))
        })
      })
    }
    progress('search', 'Searching', Math.min(queries.length, from + queriesAtOnce), queries.length, 'queries')
  }
}

async function embedQueries(
  queries: readonly EvalQuery[],
  embedder: TextEmbedder | null,
  signal: AbortSignal,
): Promise<SearchQuery[]> {
  const texts = queries.map((query) => query.text)
  const vectors = embedder ? await embedder.vectors(texts, signal) : []
  return texts.map((text, index) => ({ text, vector: vectors[index] ?? null }))
}
