/**
 * Rank of the first relevant document, from its reciprocal as the measure `mrr` holds it.
 * @param reciprocalRank 0–1; 0 = none was retrieved, NaN = none is known.
 */
export function firstRelevantRank(reciprocalRank: number | undefined): number | null {
  if (reciprocalRank === undefined || Number.isNaN(reciprocalRank) || reciprocalRank === 0) return null
  // 1 / (1 / rank) can miss the whole number by a last bit.
  return Math.round(1 / reciprocalRank)
}
