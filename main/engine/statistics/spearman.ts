import { completePairs } from './complete-pairs.ts'
import { pearson } from './pearson.ts'

export interface RankCorrelation {
  readonly n: number
  readonly dropped: number
  /** −1–1; null without variation on both sides. */
  readonly rho: number | null
  /** Two-sided, by the t approximation; null below 3 pairs. */
  readonly p: number | null
}

/** Spearman's rank correlation: Pearson's on ranks, ties sharing the middle of theirs. */
export function spearman(x: readonly (number | null)[], y: readonly (number | null)[]): RankCorrelation {
  const pairs = completePairs(x, y)
  const { n, r, p } = pearson(midRanks(pairs.x), midRanks(pairs.y))
  return { n, dropped: pairs.dropped, rho: r, p }
}

function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length)
  for (let first = 0; first < order.length; ) {
    let end = first + 1
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++
    for (let at = first; at < end; at++) ranks[order[at]!] = (first + 1 + end) / 2
    first = end
  }
  return ranks
}
