import { retrievalMetrics } from '../../../../shared/domain/metric.ts'
import type { MetricEstimate, Run } from '../../../../shared/domain/run.ts'
import { chunkingKey } from '../../chunking/chunking-key.ts'
import { scoreQuery } from '../../evaluation/score-query.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Enough to see where a run is going; a screen asks again every few seconds. */
const queriesLookedAt = 500

const shown = new Set(['ndcg@10', 'recall@10', 'precision@10', 'mrr'])

/** Means over the first answered queries of a run that is not scored yet, without intervals: no ranking is complete. */
export function partialMetrics(run: Run, { store }: Pick<ExperimentPorts, 'store'>): MetricEstimate[] {
  const { recipe, provenance } = run
  // A run that was made elsewhere comes whole.
  if (recipe === null) return []
  const { corpusVersionId } = provenance
  const chunkSet = store.indexes.chunkSet(corpusVersionId, chunkingKey(recipe.chunking))
  if (!chunkSet || run.answeredQueries === 0) return []
  const positions = Array.from({ length: Math.min(run.queries, queriesLookedAt) }, (_, position) => position)
  const sums = retrievalMetrics.map(() => ({ sum: 0, n: 0 }))
  for (const { queryId } of store.examples.queriesAt(run.evalSetId, run.split, positions)) {
    const ranking = store.runs.ranking(run.runId, queryId)
    if (!ranking) continue
    const documents = ranking.map(({ chunk }) => chunkSet.documentPosition[chunk]!)
    const docIds = store.examples.documentIdsAt(corpusVersionId, documents)
    const scores = scoreQuery({
      ranking: ranking.map(({ score }, index) => ({
        docId: docIds.get(documents[index]!)!,
        start: 0,
        end: 0,
        tokens: 0,
        score,
      })),
      judgments: store.examples.judgmentsOf(run.evalSetId, run.split, queryId),
      goldSpans: [],
      limit: recipe.search.k,
      ruler: { tokensIn: () => 0, endAfter: () => 0 },
    })
    sums.forEach((column, metric) => {
      if (Number.isNaN(scores[metric]!)) return
      column.sum += scores[metric]!
      column.n += 1
    })
  }
  return retrievalMetrics.flatMap(({ name }, metric) => {
    const { sum, n } = sums[metric]!
    if (!shown.has(name) || n === 0) return []
    return [{ metric: name, value: sum / n, ciLow: null, ciHigh: null, n, unscored: run.queries - n }]
  })
}
