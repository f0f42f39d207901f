import { completePairs } from './complete-pairs.ts'
import { normalCdf } from './normal-cdf.ts'

export interface KendallTauB {
  readonly n: number
  readonly dropped: number
  /** −1–1; null without variation on both sides. */
  readonly tau: number | null
  /** Two-sided by the normal approximation with ties, no continuity correction; null below 3 pairs. */
  readonly pAsymptotic: number | null
  /** Two-sided over all orders; null with ties, and above 170 pairs, where the approximation is exact enough. */
  readonly pExact: number | null
}

const mostForExact = 170

/**
 * Kendall's tau-b, (C − D) / √((n₀ − tx)(n₀ − ty)), with C concordant and D discordant pairs. Time grows with n².
 * @see Kendall 1945; Kendall & Gibbons 1990 for the variance with ties.
 */
export function kendallTauB(x: readonly (number | null)[], y: readonly (number | null)[]): KendallTauB {
  const pairs = completePairs(x, y)
  const n = pairs.x.length
  const base = { n, dropped: pairs.dropped }
  const [tiesX, tiesY] = [tieSums(pairs.x), tieSums(pairs.y)]
  const all = (n * (n - 1)) / 2
  if (all === tiesX.pairs || all === tiesY.pairs) return { ...base, tau: null, pAsymptotic: null, pExact: null }
  let [concordant, discordant] = [0, 0]
  for (let a = 1; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const sign = Math.sign(pairs.x[a]! - pairs.x[b]!) * Math.sign(pairs.y[a]! - pairs.y[b]!)
      if (sign > 0) concordant++
      else if (sign < 0) discordant++
    }
  }
  const difference = concordant - discordant
  const tau = difference / Math.sqrt(all - tiesX.pairs) / Math.sqrt(all - tiesY.pairs)
  const isTied = tiesX.pairs > 0 || tiesY.pairs > 0
  return {
    ...base,
    tau: Math.max(-1, Math.min(1, tau)),
    pAsymptotic: n < 3 ? null : asymptoticP(difference, n, tiesX, tiesY),
    pExact: isTied || n > mostForExact ? null : exactP(Math.min(concordant, discordant), n),
  }
}

interface TieSums {
  /** Σ t(t − 1)/2 over groups of t equal values, then the sums that the variance needs. */
  readonly pairs: number
  readonly triples: number
  readonly variance: number
}

function tieSums(values: readonly number[]): TieSums {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let [pairs, triples, variance] = [0, 0, 0]
  for (const t of counts.values()) {
    pairs += (t * (t - 1)) / 2
    triples += t * (t - 1) * (t - 2)
    variance += t * (t - 1) * (2 * t + 5)
  }
  return { pairs, triples, variance }
}

function asymptoticP(difference: number, n: number, x: TieSums, y: TieSums): number {
  const m = n * (n - 1)
  const variance =
    (m * (2 * n + 5) - x.variance - y.variance) / 18 +
    (2 * x.pairs * y.pairs) / m +
    (x.triples * y.triples) / (9 * m * (n - 2))
  return Math.min(1, 2 * normalCdf(-Math.abs(difference) / Math.sqrt(variance)))
}

/** Twice the share of orders of n with at most so many inversions. */
function exactP(inversions: number, n: number): number {
  // Shares, not counts: 170! is beyond what a double holds exactly.
  let shares = new Float64Array(inversions + 1)
  shares[0] = 1
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(inversions + 1)
    let window = 0
    for (let count = 0; count <= inversions; count++) {
      window += shares[count]!
      if (count >= size) window -= shares[count - size]!
      next[count] = window / size
    }
    shares = next
  }
  return Math.min(1, 2 * shares.reduce((sum, share) => sum + share, 0))
}
