import { retrievalMetrics } from '../../../shared/domain/metric.ts'
import { rankDocuments } from './rank-documents.ts'
import { rankingMeasures } from './ranking-measures.ts'
import { type ChunkRange, type DocumentRange, spanMeasures } from './span-measures.ts'
import type { TokenRuler } from './token-ruler.ts'

/** A retrieved chunk in final rank order: where it stands in its document, its o200k_base tokens and its score. */
export interface RankedChunk extends ChunkRange {
  /** Higher is better; may be infinite, never NaN. Equal scores are a tie between documents. */
  readonly score: number
}

export interface QueryToScore {
  /** What was retrieved, best first, at most `limit` long; empty if the run answered with nothing. */
  readonly ranking: readonly RankedChunk[]
  /** Document id → grade. Grades ≤ 0 are judged not relevant. */
  readonly judgments: ReadonlyMap<string, number>
  /** Gold spans that are anchored in the current text; stale ones are left out by the caller. */
  readonly goldSpans: readonly DocumentRange[]
  /** How many chunks were asked for (the recipe's `search.k`). Measures deeper than that are missing. */
  readonly limit: number
  readonly ruler: TokenRuler
}

/**
 * Scores one query on every measure of `retrievalMetrics`.
 * @returns fractions in 0–1, NaN where a measure is missing. Shape [retrievalMetrics.length], in that order. Missing are:
 *   the document measures of a query without a relevant judgment, the span measures of one without gold characters,
 *   what lies deeper than `limit`, and span precision where nothing was retrieved. A query with relevant judgments that
 *   was answered with nothing scores 0 (trec_eval's `-c`).
 * @throws RangeError if a score is NaN.
 */
export function scoreQuery({ ranking, judgments, goldSpans, limit, ruler }: QueryToScore): Float64Array {
  const scores = new Float64Array(retrievalMetrics.length).fill(Number.NaN)
  rankingMeasures({ documents: rankDocuments(ranking), judgments, rankingLimit: limit }, scores)
  if (goldSpans.some(({ start, end }) => end > start)) {
    spanMeasures({ ranking, goldSpans, rankingLimit: limit, ruler }, scores)
  }
  return scores
}
