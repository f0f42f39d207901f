/**
 * Compares two document ids in descending order of their UTF-8 bytes: trec_eval's rule for documents of equal score
 * (C `strcmp`, read as unsigned). UTF-8 bytes sort as code points do, so no buffer is needed; JavaScript's `<` differs,
 * because it puts U+E000–U+FFFF above the surrogate pairs that stand for U+10000 and beyond.
 * @param a @param b well-formed strings (no lone surrogate).
 * @returns negative if `a` comes first, positive if `b` does, 0 if they are the same string.
 */
export function compareUtf8Descending(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const unitA = a.charCodeAt(at)
    const unitB = b.charCodeAt(at)
    if (unitA !== unitB) return codePointOrder(unitB) - codePointOrder(unitA)
  }
  return b.length - a.length
}

/** Moves surrogates above U+FFFF and closes the gap they leave, so that first differing units sort as code points. */
function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
