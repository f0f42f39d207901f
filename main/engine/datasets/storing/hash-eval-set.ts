import { createHash } from 'node:crypto'
import type { NewEvalSet } from '../../../ports/dataset-store.ts'

/** SHA-256 (hex) over everything in canonical order: the same examples always have the same hash. */
export function hashEvalSet({
  queries,
  judgmentsBySplit,
  queryIdsBySplit,
  staleSpans,
}: Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans'>): string {
  const hash = createHash('sha256')
  for (const { queryId, text, answers, tags, spans } of queries) {
    hash.update(
      JSON.stringify([
        queryId,
        text,
        answers,
        tags,
        spans.map(({ docId, start, end, quote }) => [docId, start, end, quote]),
      ]),
    )
  }
  for (const [split, judgments] of [...judgmentsBySplit].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rows = judgments.map(({ queryId, docId, grade }) => JSON.stringify([queryId, docId, grade])).sort()
    hash.update(JSON.stringify([split, rows]))
  }
  for (const [split, queryIds] of [...queryIdsBySplit].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([split, queryIds]))
  }
  hash.update(JSON.stringify(staleSpans.map(({ docId, quote }) => [docId, quote])))
  return hash.digest('hex')
}
