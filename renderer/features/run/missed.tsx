import type { GoldDocument, PlacedGoldSpan, QueryResult } from '../../../shared/domain/results.ts'
import styles from './question-drawer.module.css'

/** Relevant documents and gold spans that are not among the passages shown, and where in the ranking they stand. */
export function Missed({ result }: { result: QueryResult }) {
  const { passages, ranked, goldDocuments, goldSpans, answered } = result
  if (!answered) return null
  const shown = passages.length
  const isMissed = ({ chunkRank }: { chunkRank: number | null }) => chunkRank === null || chunkRank > shown
  const documents = goldDocuments.filter(isMissed)
  const spans = goldSpans.filter(isMissed)
  const partly = goldSpans.filter((span) => !isMissed(span) && span.covered < 1)
  if (goldDocuments.length + goldSpans.length === 0) {
    return (
      <section className={styles.missed} aria-label="What was missed">
        <h3>What was missed</h3>
        <p>No relevant document is known for this question, so nothing can be missed and nothing is scored.</p>
      </section>
    )
  }
  return (
    <section className={styles.missed} aria-label="What was missed">
      <h3>What was missed</h3>
      {documents.length + spans.length + partly.length === 0 && <p>Nothing: all gold is in the passages shown here.</p>}
      <ul>
        {documents.map((document) => (
          <li key={document.docId}>
            <b dir="auto" title={document.docId}>
              {document.title || document.docId}
            </b>
            <p>{placeOfDocument(document, ranked)}</p>
          </li>
        ))}
        {[...spans, ...partly].map((span) => (
          <li key={`${span.docId} ${span.start}`}>
            <q dir="auto">{span.quote}</q>
            <p>{`gold span in ${span.title || span.docId}: ${placeOfSpan(span, ranked)}`}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function placeOfDocument({ documentRank, chunkRank, grade }: GoldDocument, ranked: number): string {
  const relevance = grade === 1 ? 'relevant' : `relevant, grade ${grade}`
  if (documentRank === null) return `${relevance}; not among the ${ranked.toLocaleString('en-US')} chunks retrieved`
  return `${relevance}; document ${documentRank} of the ranking, its first chunk at ${chunkRank}`
}

function placeOfSpan({ chunkRank, covered }: PlacedGoldSpan, ranked: number): string {
  if (chunkRank === null) return `not in the ${ranked.toLocaleString('en-US')} chunks retrieved`
  if (covered < 1) return `${Math.floor(covered * 100)} % of it retrieved, first at rank ${chunkRank}`
  return `first at rank ${chunkRank}`
}
