import type { TextRange } from './text-range.ts'
import { tokenizeText } from './tokenize-text.ts'

/** A document that was tokenised once; the size of any part of it is a difference of token positions. */
export class TokenizedText {
  readonly text: string
  /** End offset of each token, UTF-16 code units, never falling; see `tokenizeText`. */
  readonly tokenEnds: Uint32Array

  constructor(text: string) {
    this.text = text
    this.tokenEnds = tokenizeText(text)
  }

  /** Number of tokens that have at least one character in [start, end); 0 for an empty range. */
  tokensIn(start: number, end: number): number {
    if (start >= end) return 0
    return this.firstTokenEndingAtOrAfter(end) - this.firstTokenEndingAtOrAfter(start + 1) + 1
  }

  /** The range without white space at both ends; null when nothing else is in it. */
  trimmed(start: number, end: number): TextRange | null {
    let from = start
    let to = end
    while (from < to && isWhiteSpace(this.text.charCodeAt(from))) from++
    while (to > from && isWhiteSpace(this.text.charCodeAt(to - 1))) to--
    return from < to ? { start: from, end: to } : null
  }

  /** The cut positions strictly inside [start, end) that fall between two tokens. */
  tokenBoundsIn(start: number, end: number): number[] {
    const bounds: number[] = []
    for (let token = this.firstTokenEndingAtOrAfter(start + 1); token < this.tokenEnds.length; token++) {
      const bound = this.tokenEnds[token]!
      if (bound >= end) break
      if (bound !== bounds.at(-1)) bounds.push(bound)
    }
    return bounds
  }

  private firstTokenEndingAtOrAfter(offset: number): number {
    let low = 0
    let high = this.tokenEnds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.tokenEnds[middle]! < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The characters that `\s` matches. */
function isWhiteSpace(codeUnit: number): boolean {
  if (codeUnit < 128) return codeUnit === 32 || (codeUnit >= 9 && codeUnit <= 13)
  return /\s/.test(String.fromCharCode(codeUnit))
}
