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
 * @returns each document id once, best first. Shape [≤ ranking.length].
 * @throws RangeError if a score is NaN, which has no place in an order.
 */
export function rankDocuments(ranking: readonly ScoredChunk[]): string[] {
  const scores = new Map<string, number>()
  for (const { docId, score } of ranking) {
    if (Number.isNaN(score)) {
      throw new RangeError(`A chunk of document ${docId} has no number as its score, so its ranking cannot be scored.`)
    }
    if (!scores.has(docId)) scores.set(docId, score)
  }
  const documents = [...scores].sort(([docA, scoreA], [docB, scoreB]) => {
    // Compared, not subtracted: two infinite scores are a tie, their difference is NaN.
    if (scoreA !== scoreB) return scoreA > scoreB ? -1 : 1
    return compareUtf8Descending(docA, docB)
  })
  return documents.map(([docId]) => docId)
}
