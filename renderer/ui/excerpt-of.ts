import type { TextMark } from './text-mark.ts'

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
 * the length. It is cut between words where one ends nearby, and never inside a character of two code units.
 * @param length UTF-16 code units, about.
 */
export function excerptOf(text: string, marks: readonly TextMark[], length: number): Excerpt {
  if (text.length <= length * 1.5) return { text, marks, before: false, after: false }
  const first = marks.toSorted((a, b) => a.start - b.start)[0]
  const wanted = first ? Math.max(0, first.start - lead) : 0
  const end = first ? Math.max(wanted + length, Math.min(first.end + lead, wanted + 4 * length)) : length
  const from = wanted === 0 ? 0 : Math.min(first?.start ?? wanted, wordStart(text, wanted))
  const to = end >= text.length ? text.length : wordEnd(text, end)
  return {
    text: text.slice(from, to),
    marks: marks
      .map((mark) => ({ start: Math.max(0, mark.start - from), end: Math.min(to, mark.end) - from }))
      .filter((mark) => mark.end > mark.start),
    before: from > 0,
    after: to < text.length,
  }
}

/** How far away the end of a word is looked for. */
const nearby = 24

function wordStart(text: string, at: number): number {
  const space = text.slice(at, at + nearby).search(/\s/u)
  if (space >= 0) return at + space + 1
  return isInsidePair(text, at) ? at + 1 : at
}

function wordEnd(text: string, at: number): number {
  const space = text.slice(at - nearby, at).search(/\s\S*$/u)
  if (space >= 0) return at - nearby + space
  return isInsidePair(text, at) ? at - 1 : at
}

function isInsidePair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff
}
