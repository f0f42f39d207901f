import type { QueryFilter } from '../../../../shared/domain/results.ts'

/** Relevant documents below this rank are found, but hardly ever reach a prompt. */
const lowRank = 10

/**
 * Rank of the first relevant document, from its reciprocal as the measure `mrr` holds it.
 * @param reciprocalRank 0–1; 0 = none was retrieved, NaN = none is known.
 */
export function firstRelevantRank(reciprocalRank: number | undefined): number | null {
  if (reciprocalRank === undefined || Number.isNaN(reciprocalRank) || reciprocalRank === 0) return null
  // 1 / (1 / rank) can miss the whole number by a last bit.
  return Math.round(1 / reciprocalRank)
}

/** Where the first relevant document of a judged query stands. @param reciprocalRank as above. */
export function whereFound(reciprocalRank: number): Exclude<QueryFilter, 'all'> {
  if (Number.isNaN(reciprocalRank)) return 'unjudged'
  if (reciprocalRank === 0) return 'notRetrieved'
  return firstRelevantRank(reciprocalRank)! > lowRank ? 'rankedLow' : 'found'
}
