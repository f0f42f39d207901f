import type { StatedSpan } from '../parsing/parsed-dataset.ts'
import { type Cells, cellOf, idOf, isRecord, parseIfJson, wholeNumberOf } from './cell-values.ts'

interface SpanColumns {
  readonly spans?: string | undefined
  readonly spanDoc?: string | undefined
  readonly spanStart?: string | undefined
  readonly spanEnd?: string | undefined
  readonly spanQuote?: string | undefined
}

interface SpanContext {
  /** The document that spans without a document of their own stand in. */
  readonly docId: string | null
  /** The row's answers: they say the quote of a span that has offsets only. */
  readonly answers: readonly string[]
  /** Where the first answer starts in that document, if the row says so beside its answers. */
  readonly answerStart?: number | null
}

type StatedSpans = { readonly spans: readonly StatedSpan[] } | { readonly reason: string }

/**
 * Reads the gold spans of one row: a list of `{doc, start, end, quote}` objects or of `[start, end]` pairs, the same as
 * JSON text, or one span in columns of its own.
 */
export function stateSpans(cells: Cells, columns: SpanColumns, context: SpanContext): StatedSpans {
  const listed = parseIfJson(cellOf(cells, columns.spans))
  if (listed !== undefined && listed !== null && listed !== '') {
    if (!Array.isArray(listed) && !isRecord(listed)) return { reason: `The column "${columns.spans}" holds no list.` }
    return stateList(Array.isArray(listed) ? listed : [listed], context)
  }
  return stateColumns(cells, columns, context)
}

function stateList(list: readonly unknown[], context: SpanContext): StatedSpans {
  const spans: StatedSpan[] = []
  for (const [index, item] of list.entries()) {
    const parts = isRecord(item) ? partsOf(item) : Array.isArray(item) ? { start: item[0], end: item[1] } : null
    if (parts === null) return { reason: `Span ${index + 1} is neither an object nor a pair of offsets.` }
    const answer = list.length === context.answers.length ? context.answers[index]! : null
    const span = stateSpan(parts, answer, context.docId)
    if ('reason' in span) return { reason: `Span ${index + 1} ${span.reason}` }
    spans.push(span)
  }
  return { spans }
}

function stateColumns(cells: Cells, columns: SpanColumns, context: SpanContext): StatedSpans {
  const parts = {
    doc: cellOf(cells, columns.spanDoc),
    start: cellOf(cells, columns.spanStart) ?? context.answerStart,
    end: cellOf(cells, columns.spanEnd),
    quote: cellOf(cells, columns.spanQuote),
  }
  if (wholeNumberOf(parts.start) === null && idOf(parts.quote) === null) return { spans: [] }
  const span = stateSpan(parts, context.answers[0] ?? null, context.docId)
  return 'reason' in span ? { reason: `The span ${span.reason}` } : { spans: [span] }
}

interface SpanParts {
  readonly doc?: unknown
  readonly start?: unknown
  readonly end?: unknown
  readonly quote?: unknown
}

function partsOf(item: Readonly<Record<string, unknown>>): SpanParts {
  const first = (...names: string[]) => names.map((name) => cellOf(item, name)).find((value) => value !== undefined)
  return {
    doc: first('doc', 'docId', 'doc_id', 'document', 'documentId', 'document_id'),
    start: first('start', 'startOffset', 'start_index', 'begin'),
    end: first('end', 'endOffset', 'end_index'),
    quote: first('quote', 'text', 'content'),
  }
}

function stateSpan(
  parts: SpanParts,
  answer: string | null,
  fallbackDocId: string | null,
): StatedSpan | { reason: string } {
  const docId = idOf(parts.doc) ?? fallbackDocId
  if (docId === null) return { reason: 'names no document.' }
  const start = wholeNumberOf(parts.start)
  const end = wholeNumberOf(parts.end)
  if (Number.isNaN(start) || Number.isNaN(end)) return { reason: 'has offsets that are not whole numbers.' }
  if (start !== null && (start < 0 || (end !== null && end <= start)))
    return { reason: `has the offsets ${start} to ${end}: an end must lie behind its start, and both at 0 or above.` }
  const quote = typeof parts.quote === 'string' && parts.quote.trim() !== '' ? parts.quote : null
  if (quote !== null) return { docId, start, end: start === null ? null : end, quote }
  if (start === null) return { reason: 'has neither offsets nor a quote.' }
  if (end !== null)
    return { docId, start, end, quote: answer !== null && answer.length === end - start ? answer : null }
  if (answer === null) return { reason: 'has a start, but no end, quote or answer.' }
  return { docId, start, end: null, quote: answer }
}
