import { compareUtf8Descending } from './compare-utf8-descending.ts'

/** A retrieved chunk as far as the ranking of documents needs it. Scores may be infinite, never NaN. */
export interface ScoredChunk {
  readonly docId: string
  readonly score: number
}

/**
 * Collapses a ranking of chunks to a ranking of documents: a document takes the score of its best-ranked chunk, then
 * documents are ordered by score descending, equal scores by document id descending in UTF-8 bytes. That is the order
 * trec_eval gives to a run file, whatever its lines' order and rank column.
 * @param ranking chunks in rank order, best first.
 * @returns each document once with its score, best first. Shape [≤ ranking.length].
 * @throws RangeError if a score is NaN, which has no place in an order.
 */
export function scoreDocuments(ranking: readonly ScoredChunk[]): ScoredChunk[] {
  const scores = new Map<string, number>()
  for (const { docId, score } of ranking) {
    if (Number.isNaN(score)) {
      throw new RangeError(`A chunk of document ${docId} has no number as its score, so its ranking cannot be scored.`)
    }
    if (!scores.has(docId)) scores.set(docId, score)
  }
  const documents = Array.from(scores, ([docId, score]) => ({ docId, score }))
  return documents.sort((a, b) => {
    // Compared, not subtracted: two infinite scores are a tie, their difference is NaN.
    if (a.score !== b.score) return a.score > b.score ? -1 : 1
    return compareUtf8Descending(a.docId, b.docId)
  })
}

/** The ids alone of `scoreDocuments`. */
export function rankDocuments(ranking: readonly ScoredChunk[]): string[] {
  return scoreDocuments(ranking).map(({ docId }) => docId)
}
