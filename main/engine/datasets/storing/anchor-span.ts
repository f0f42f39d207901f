import type { StatedSpan } from '../parsing/parsed-dataset.ts'

/** A span that stands in its document: half-open [start, end) in UTF-16 code units; `quote` is the text there. */
interface AnchoredSpan {
  readonly start: number
  readonly end: number
  readonly quote: string
}

/**
 * Finds where a stated span stands in a document. Also moves an existing span when its document changed.
 *
 * 1. Valid offsets whose text equals the quote (or without a quote) are taken as they are; a start without an end
 *    reaches as far as the quote.
 * 2. Else the quote is searched for exactly, then with every run of white space read as one space. Of several places
 *    the one nearest to the stated start counts; without a stated start the first.
 *
 * @param documentText the document's whole text.
 * @param stated offsets in UTF-16 code units, a quote, or both.
 * @returns the span as it stands in the document, or `null` when it is stale: the quote is not there any more, or
 *   there is no quote and the offsets lie outside the text.
 */
export function anchorSpan(
  documentText: string,
  stated: Pick<StatedSpan, 'start' | 'end' | 'quote'>,
): AnchoredSpan | null {
  const quote = stated.quote === null || stated.quote.trim() === '' ? null : stated.quote
  const byOffsets = spanAt(documentText, stated.start, stated.end ?? endOf(stated.start, quote))
  if (byOffsets !== null && (quote === null || byOffsets.quote === quote)) return byOffsets
  if (quote === null) return null

  const exact = nearestOccurrence(documentText, quote, stated.start)
  if (exact !== null) return spanAt(documentText, exact, exact + quote.length)

  const spaced = collapseWhiteSpace(documentText)
  const wanted = collapseWhiteSpace(quote).text.trim()
  const statedStart = stated.start === null ? null : spaced.positionOf(stated.start)
  const found = nearestOccurrence(spaced.text, wanted, statedStart)
  if (found === null) return null
  return spanAt(documentText, spaced.offsets[found]!, spaced.offsets[found + wanted.length - 1]! + 1)
}

function endOf(start: number | null, quote: string | null): number | null {
  return start === null || quote === null ? null : start + quote.length
}

function spanAt(text: string, start: number | null, end: number | null): AnchoredSpan | null {
  if (start === null || end === null || !Number.isInteger(start) || !Number.isInteger(end)) return null
  if (start < 0 || end <= start || end > text.length) return null
  return { start, end, quote: text.slice(start, end) }
}

function nearestOccurrence(text: string, wanted: string, near: number | null): number | null {
  if (wanted === '') return null
  let best: number | null = null
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (near === null) return at
    if (best !== null && Math.abs(at - near) >= Math.abs(best - near)) break
    best = at
  }
  return best
}

interface CollapsedText {
  readonly text: string
  /** For every code unit of `text`, its offset in the original text. */
  readonly offsets: Int32Array
  positionOf(originalOffset: number): number
}

function collapseWhiteSpace(original: string): CollapsedText {
  const offsets = new Int32Array(original.length)
  const parts: string[] = []
  let length = 0
  for (const { 0: piece, index } of original.matchAll(/\s+|\S+/g)) {
    const isSpace = piece.trim() === ''
    const kept = isSpace ? ' ' : piece
    for (let unit = 0; unit < kept.length; unit++) offsets[length + unit] = index + unit
    parts.push(kept)
    length += kept.length
  }
  const used = offsets.subarray(0, length)
  return {
    text: parts.join(''),
    offsets: used,
    positionOf(originalOffset) {
      const position = used.findIndex((offset) => offset >= originalOffset)
      return position === -1 ? used.length : position
    },
  }
}
