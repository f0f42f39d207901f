import { sentenceBounds } from './sentence-bounds.ts'
import type { TextRange } from './text-range.ts'
import type { TokenizedText } from './tokenized-text.ts'

/** The separators, coarsest first. A part that is still too long is cut at the next one. */
const splitLevels = ['paragraphs', 'lines', 'sentences', 'words', 'tokens'] as const
export type SplitLevel = (typeof splitLevels)[number]

const paragraphBreak = /(?:(?:\r\n?|\n)[^\S\r\n]*){2,}|[\f\u2029]\s*/g
const lineBreak = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g
const wordBreak = /\s+/g

/**
 * Cuts a range into the longest natural parts that hold at most `sizeTokens` tokens, in the order of the text.
 * @param from the coarsest separator to use.
 * @returns trimmed, never empty ranges that together hold every character that is not white space.
 */
export function splitRecursively(
  document: TokenizedText,
  range: TextRange,
  { sizeTokens, from }: { readonly sizeTokens: number; readonly from: SplitLevel },
): TextRange[] {
  const pieces: TextRange[] = []
  addPieces(range, splitLevels.indexOf(from))
  return pieces

  function addPieces(part: TextRange, level: number): void {
    const trimmed = document.trimmed(part.start, part.end)
    if (trimmed === null) return
    if (level === splitLevels.length || document.tokensIn(trimmed.start, trimmed.end) <= sizeTokens) {
      pieces.push(trimmed)
      return
    }
    for (const smaller of splitAt(document, trimmed, splitLevels[level]!)) addPieces(smaller, level + 1)
  }
}

/** Cuts a range at every separator of one level; the separator stays with the part before it. */
export function splitAt(document: TokenizedText, range: TextRange, level: SplitLevel): TextRange[] {
  const parts: TextRange[] = []
  let start = range.start
  for (const bound of boundsIn(document, range, level)) {
    parts.push({ start, end: bound })
    start = bound
  }
  parts.push({ start, end: range.end })
  return parts
}

function boundsIn(document: TokenizedText, { start, end }: TextRange, level: SplitLevel): number[] {
  if (level === 'tokens') return document.tokenBoundsIn(start, end)
  const text = document.text.slice(start, end)
  if (level === 'sentences') return sentenceBounds(text).map((bound) => start + bound)
  const separator = level === 'paragraphs' ? paragraphBreak : level === 'lines' ? lineBreak : wordBreak
  const bounds: number[] = []
  for (const match of text.matchAll(separator)) {
    const bound = match.index + match[0].length
    if (bound < text.length) bounds.push(start + bound)
  }
  return bounds
}
