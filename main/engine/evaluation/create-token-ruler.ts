import type { TokenRuler } from './token-ruler.ts'

/**
 * A ruler over known token boundaries. A token belongs to the range that holds its last character, so pieces of a
 * range add up to the whole, and a token split by a range's start counts in that range.
 * @param tokenEnds for a document id the end offsets of its tokens in UTF-16 code units, ascending, the last one being
 *   the document's length. Equal neighbours are allowed: several tokens can make up one character. Called at every
 *   question, so the caller keeps the arrays.
 */
export function createTokenRuler(tokenEnds: (docId: string) => ArrayLike<number>): TokenRuler {
  return {
    tokensIn(docId, start, end) {
      if (end <= start) return 0
      const ends = tokenEnds(docId)
      return countUpTo(ends, end) - countUpTo(ends, start)
    },
    endAfter(docId, start, tokens) {
      const ends = tokenEnds(docId)
      const before = countUpTo(ends, start)
      const taken = before + Math.floor(tokens)
      if (taken >= ends.length) return ends.length === 0 ? start : Math.max(start, ends[ends.length - 1]!)
      // The next token's end is the first place that costs one token too many. A character made of several tokens is
      // taken whole or not at all, so the cut falls before it when only some of its tokens fit.
      let last = taken - 1
      while (last >= before && ends[last] === ends[taken]) last--
      return last < before ? start : ends[last]!
    },
  }
}

/** How many tokens end at or before the offset. */
function countUpTo(ends: ArrayLike<number>, offset: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ends[middle]! <= offset) low = middle + 1
    else high = middle
  }
  return low
}
