import tokens from 'gpt-tokenizer/bpeRanks/o200k_base'
import { O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants'

let ranks: ReadonlyMap<string, number> | undefined

/**
 * Rank of every o200k_base token. The key holds the token's UTF-8 bytes, one character each (U+0000–U+00FF); for ASCII
 * that is the token itself. Made when first asked for: 200,000 entries take as long as the rest of a command's start.
 */
export function rankOfToken(): ReadonlyMap<string, number> {
  ranks ??= new Map(
    tokens.map((token, rank) => [
      typeof token === 'string' ? utf8AsString(token) : String.fromCharCode(...token),
      rank,
    ]),
  )
  return ranks
}

/**
 * Cuts a text into the pieces that are encoded one by one; sticky by `lastIndex`, leaves no gap. White space is
 * Unicode's, as in the original pattern: JavaScript's `\s` has U+FEFF and lacks U+0085.
 */
export const tokenPiece = new RegExp(
  O200K_TOKEN_SPLIT_REGEX.source.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'),
  'gu',
)

/** The UTF-8 bytes of a text, one character each. A lone surrogate becomes U+FFFD. */
export function utf8AsString(text: string): string {
  let bytes = ''
  for (let at = 0; at < text.length; at++) {
    let codePoint = text.codePointAt(at)!
    if (codePoint > 0xffff) at++
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) codePoint = 0xfffd
    if (codePoint < 0x80) bytes += String.fromCharCode(codePoint)
    else if (codePoint < 0x800) bytes += String.fromCharCode(0xc0 | (codePoint >> 6), continuation(codePoint))
    else if (codePoint < 0x10000) {
      bytes += String.fromCharCode(0xe0 | (codePoint >> 12), continuation(codePoint >> 6), continuation(codePoint))
    } else {
      bytes += String.fromCharCode(
        0xf0 | (codePoint >> 18),
        continuation(codePoint >> 12),
        continuation(codePoint >> 6),
        continuation(codePoint),
      )
    }
  }
  return bytes
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f)
}
