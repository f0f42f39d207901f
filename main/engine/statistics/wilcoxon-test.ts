import { normalCdf } from './normal-cdf.ts'

/** Wilcoxon's signed-rank test, two-sided, without continuity correction. */
export interface WilcoxonTest {
  /** Sum of the ranks of positive, and of negative differences. */
  readonly plus: number
  readonly minus: number
  readonly z: number
  readonly p: number
}

/**
 * Differences of 0 are dropped; equal sizes share their middle rank; normal approximation with its variance corrected
 * for ties. Sizes are equal as doubles: round before (see pairedValues) where ties as written should count.
 * @param differences none NaN. Shape [n].
 * @returns null where no difference is left.
 * @see Wilcoxon 1945; Pratt 1959 on zeros.
 */
export function wilcoxonTest(differences: Float64Array): WilcoxonTest | null {
  const values = [...differences].filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b))
  const n = values.length
  if (n === 0) return null
  let plus = 0
  let tied = 0
  for (let first = 0; first < n; ) {
    let end = first + 1
    while (end < n && Math.abs(values[end]!) === Math.abs(values[first]!)) end++
    const rank = (first + 1 + end) / 2
    for (let at = first; at < end; at++) if (values[at]! > 0) plus += rank
    const group = end - first
    tied += group ** 3 - group
    first = end
  }
  const whole = (n * (n + 1)) / 2
  const minus = whole - plus
  const variance = (n * (n + 1) * (2 * n + 1) - tied / 2) / 24
  const z = (Math.min(plus, minus) - whole / 2) / Math.sqrt(variance)
  return { plus, minus, z, p: Math.min(1, 2 * normalCdf(z)) }
}
