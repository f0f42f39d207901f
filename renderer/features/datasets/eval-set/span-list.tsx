import { Trash2 } from 'lucide-react'
import type { QueryDetail } from '../../../../shared/domain/dataset-browse.ts'
import type { GoldSpan } from '../../../../shared/domain/eval-set.ts'
import { Button } from '../../../ui/button.tsx'
import { formatCount } from '../format-counts.ts'
import styles from './evidence-list.module.css'

interface SpanListProps {
  query: QueryDetail
  isReadOnly: boolean
  isBusy: boolean
  onOpen: (span: GoldSpan) => void
  onRemove: (span: GoldSpan) => void
}

/** The passages that answer the question, word for word. */
export function SpanList({ query, isReadOnly, isBusy, onOpen, onRemove }: SpanListProps) {
  const { spans, staleSpans } = query
  return (
    <section className={styles.list} aria-label="Gold spans">
      <header>
        <h4>Gold spans</h4>
        <span>
          {spans.length === 0
            ? isReadOnly
              ? 'none'
              : 'none yet: select text in the document'
            : `${formatCount(spans.length)}, marked in the document`}
        </span>
      </header>
      <ul>
        {spans.map((span) => (
          <SpanItem
            key={`${span.docId} ${span.start} ${span.end}`}
            span={span}
            note={`${span.docId} · characters ${formatCount(span.start)} to ${formatCount(span.end)}`}
            isReadOnly={isReadOnly}
            isBusy={isBusy}
            onOpen={() => onOpen(span)}
            onRemove={() => onRemove(span)}
          />
        ))}
        {staleSpans.map((span) => (
          <SpanItem
            key={`stale ${span.docId} ${span.start} ${span.end}`}
            span={span}
            note={`${span.docId} · stale: not found in the document, not scored`}
            isStale
            isReadOnly={isReadOnly}
            isBusy={isBusy}
            onOpen={null}
            onRemove={() => onRemove(span)}
          />
        ))}
      </ul>
    </section>
  )
}

interface SpanItemProps {
  span: GoldSpan
  note: string
  isStale?: boolean
  isReadOnly: boolean
  isBusy: boolean
  onOpen: (() => void) | null
  onRemove: () => void
}

function SpanItem({ span, note, isStale = false, isReadOnly, isBusy, onOpen, onRemove }: SpanItemProps) {
  const quote = span.quote === '' ? '(no quote)' : span.quote
  return (
    <li>
      <button type="button" className={styles.open} disabled={onOpen === null} onClick={() => onOpen?.()}>
        <span className={styles.quote} dir="auto">
          {quote}
        </span>
        <small className={isStale ? styles.stale : undefined}>{note}</small>
      </button>
      {!isReadOnly && (
        <Button
          size="small"
          variant="ghost"
          aria-label={`Take away the gold span ${quote.slice(0, 60)}`}
          disabled={isBusy}
          icon={<Trash2 size={13} />}
          onClick={onRemove}
        />
      )}
    </li>
  )
}
