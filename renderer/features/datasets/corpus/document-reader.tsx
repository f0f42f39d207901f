import { useInfiniteQuery } from '@tanstack/react-query'
import { Highlighter } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { GoldSpan } from '../../../../shared/domain/eval-set.ts'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { formatCount } from '../format-counts.ts'
import styles from './document-reader.module.css'
import { markedPieces } from './marked-pieces.ts'
import { SpanByQuote } from './span-by-quote.tsx'

const stretchCharacters = 100_000

type Place = Pick<GoldSpan, 'start' | 'end'>

interface DocumentReaderProps {
  versionId: CorpusVersionId
  docId: string
  /** Gold spans that stand in this document. */
  spans: readonly Place[]
  /** The span to scroll to. */
  target?: Place | null
  /** Without it the document can only be read. */
  onAddSpan?: (place: Place) => void
  isBusy?: boolean
  end?: ReactNode
}

/** A document's text as it stands, never as HTML, with its gold spans marked. Long texts come in stretches. */
export function DocumentReader({
  versionId,
  docId,
  spans,
  target,
  onAddSpan,
  isBusy = false,
  end,
}: DocumentReaderProps) {
  const { client } = useEngine()
  const headingId = useId()
  const textBox = useRef<HTMLDivElement>(null)
  const [selected, setSelected] = useState<Place | null>(null)
  const document_ = useInfiniteQuery({
    queryKey: ['document', versionId, docId],
    queryFn: ({ pageParam, signal }) =>
      client.datasets.document({ versionId, docId, start: pageParam, limit: stretchCharacters }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ start, text, length }) => (start + text.length < length ? start + text.length : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const first = document_.data?.pages[0]
  const text = document_.data?.pages.map((page) => page.text).join('') ?? ''
  const { fetchNextPage, hasNextPage, isFetching } = document_
  const isTargetMissing = target ? target.end > text.length : false

  useEffect(() => {
    if (isTargetMissing && hasNextPage && !isFetching) void fetchNextPage()
  }, [isTargetMissing, hasNextPage, isFetching, fetchNextPage])
  useEffect(() => {
    if (!target || isTargetMissing) return
    textBox.current?.querySelector(`[data-start="${target.start}"]`)?.scrollIntoView({ block: 'center' })
  }, [target, isTargetMissing])
  useEffect(() => {
    const onSelectionChange = () => setSelected(textBox.current ? selectedPlace(textBox.current) : null)
    document.addEventListener('selectionchange', onSelectionChange)
    return () => document.removeEventListener('selectionchange', onSelectionChange)
  }, [])

  if (document_.error)
    return (
      <div className={styles.reader}>
        <Notice kind="error">{errorSentence(document_.error)}</Notice>
      </div>
    )
  if (!first) return <LoadingLines lines={12} label="Loading the document" />
  const left = first.length - text.length
  return (
    <article className={styles.reader} aria-labelledby={headingId}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h3 id={headingId} dir="auto">
            {first.title || docId}
          </h3>
          <p>{`${docId} · ${formatCount(first.length)} characters · ${first.syntax}`}</p>
        </div>
        <div className={styles.end}>
          {onAddSpan && (
            <>
              <SpanByQuote text={text} isBusy={isBusy} onAdd={onAddSpan} />
              <Button
                size="small"
                variant="primary"
                icon={<Highlighter size={13} />}
                disabled={selected === null || isBusy}
                title={selected === null ? 'Select text in the document first' : undefined}
                // The selection must outlive the press.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  if (selected === null) return
                  onAddSpan(selected)
                  document.getSelection()?.removeAllRanges()
                }}
              >
                {selected === null
                  ? 'Add as gold span'
                  : `Add ${formatCount(selected.end - selected.start)} characters as gold span`}
              </Button>
            </>
          )}
          {end}
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard */}
      <section className={styles.scroll} aria-label="Text of the document" tabIndex={0}>
        {text === '' ? (
          <p className={styles.nothing}>The document has no text.</p>
        ) : (
          <div ref={textBox} className={styles.text}>
            {markedPieces(text, spans).map((piece) =>
              piece.isMarked ? (
                <mark key={piece.start} data-start={piece.start}>
                  {piece.text}
                </mark>
              ) : (
                <span key={piece.start}>{piece.text}</span>
              ),
            )}
          </div>
        )}
        {left > 0 && (
          <Button size="small" disabled={isFetching} onClick={() => void fetchNextPage()}>
            {`Show the next ${formatCount(Math.min(stretchCharacters, left))} of ${formatCount(left)} characters left`}
          </Button>
        )}
      </section>
    </article>
  )
}

/** Where the selection stands in the text; null when nothing in it is selected, or only white space. */
function selectedPlace(box: HTMLElement): Place | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  if (!selection.anchorNode || !box.contains(selection.anchorNode)) return null
  // A triple click reaches into what stands behind the text: only the part in the box counts.
  const range = selection.getRangeAt(0)
  const inside = document.createRange()
  inside.selectNodeContents(box)
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0)
    inside.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) inside.setEnd(range.endContainer, range.endOffset)
  const before = document.createRange()
  before.selectNodeContents(box)
  before.setEnd(inside.startContainer, inside.startOffset)
  const start = before.toString().length
  const text = inside.toString()
  if (text.trim() === '') return null
  const lead = text.length - text.trimStart().length
  return { start: start + lead, end: start + text.trimEnd().length }
}
