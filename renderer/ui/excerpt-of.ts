import type { TextMark } from './marked-text.tsx'

export interface Excerpt {
  readonly text: string
  readonly marks: readonly TextMark[]
  /** Text was left out before or after. */
  readonly before: boolean
  readonly after: boolean
}

/** How much of the text before the first mark is kept. */
const lead = 60

/**
 * A short piece of a text: its beginning, or what stands around its first mark. A mark is kept whole up to four times
 * the length; characters of two code units are never cut.
 * @param length UTF-16 code units, about.
 */
export function excerptOf(text: string, marks: readonly TextMark[], length: number): Excerpt {
  const first = marks.toSorted((a, b) => a.start - b.start)[0]
  const wanted = first ? Math.max(0, first.start - lead) : 0
  const end = first ? Math.max(wanted + length, Math.min(first.end + lead, wanted + 4 * length)) : length
  const from = isInsidePair(text, wanted) ? wanted - 1 : wanted
  const to = Math.min(text.length, isInsidePair(text, end) ? end + 1 : end)
  return {
    text: text.slice(from, to),
    marks: marks
      .map((mark) => ({ start: Math.max(0, mark.start - from), end: Math.min(to, mark.end) - from }))
      .filter((mark) => mark.end > mark.start),
    before: from > 0,
    after: to < text.length,
  }
}

function isInsidePair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff
}
