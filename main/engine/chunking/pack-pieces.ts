import { splitAt } from './split-recursively.ts'
import type { TextRange } from './text-range.ts'
import type { TokenizedText } from './tokenized-text.ts'

/**
 * Joins neighbouring pieces greedily into ranges of at most `sizeTokens` tokens. Each range after the first opens with
 * the last whole pieces of the one before, as many as fit into `overlapTokens`; where not even one fits, with the last
 * whole sentences of that piece.
 * @param pieces trimmed and in the order of the text, each at most `sizeTokens` long.
 */
export function packPieces(
  document: TokenizedText,
  pieces: readonly TextRange[],
  { sizeTokens, overlapTokens }: { readonly sizeTokens: number; readonly overlapTokens: number },
): TextRange[] {
  const packed: TextRange[] = []
  let start = -1
  let end = -1
  /** Index of the first piece that the open range has not taken over from the one before. */
  let firstPiece = 0
  for (const [index, piece] of pieces.entries()) {
    if (start < 0) start = piece.start
    else if (document.tokensIn(start, piece.end) > sizeTokens) {
      packed.push({ start, end })
      start = overlapStart(index, piece)
      firstPiece = index
    }
    end = piece.end
  }
  if (start >= 0) packed.push({ start, end })
  return packed

  /** Where the range that `next` opens begins: at or before `next`, after `start` of the range just closed. */
  function overlapStart(nextIndex: number, next: TextRange): number {
    if (overlapTokens === 0) return next.start
    const fits = (from: number) =>
      from > start && document.tokensIn(from, end) <= overlapTokens && document.tokensIn(from, next.end) <= sizeTokens
    let best = next.start
    for (let index = nextIndex - 1; index >= firstPiece && fits(pieces[index]!.start); index--) {
      best = pieces[index]!.start
    }
    if (best !== next.start) return best
    for (const sentence of splitAt(document, pieces[nextIndex - 1]!, 'sentences').reverse()) {
      const start = document.trimmed(sentence.start, sentence.end)?.start
      if (start === undefined) continue
      if (!fits(start)) break
      best = start
    }
    return best
  }
}
