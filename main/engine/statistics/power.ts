import { normalCdf } from './normal-cdf.ts'
import { normalQuantile } from './normal-quantile.ts'

/** A test of a mean of paired differences by the normal approximation. */
export interface TestDesign {
  /** Chance of a false positive, exclusive 0–1. */
  readonly alpha: number
  /** Chance of seeing a true effect, exclusive 0–1. */
  readonly power: number
  readonly twoSided?: boolean
}

/** Sum of the two quantiles that effect, spread and n have to reach: z(1 − α/2) + z(power). */
function reach({ alpha, power, twoSided = true }: TestDesign): number {
  return normalQuantile(1 - alpha / (twoSided ? 2 : 1)) + normalQuantile(power)
}

/**
 * Pairs that a test needs: ⌈((z(1 − α/2) + z(power)) / dz)²⌉, at least 2.
 * @param dz mean difference in standard deviations of the differences; its sign does not count.
 * @returns null where no number is enough (dz = 0).
 */
export function requiredPairs(dz: number, design: TestDesign): number | null {
  if (dz === 0 || Number.isNaN(dz)) return null
  return Math.max(2, Math.ceil((reach(design) / dz) ** 2))
}

/**
 * The smallest effect that n pairs show with the design's power, in standard deviations of the differences.
 * @param n ≥ 1.
 */
export function detectableDz(n: number, design: TestDesign): number {
  return reach(design) / Math.sqrt(n)
}

/** Chance that n pairs with a true effect `dz` give a significant result, in either direction if two-sided. */
export function powerOf(dz: number, n: number, { alpha, twoSided = true }: Omit<TestDesign, 'power'>): number {
  const z = normalQuantile(1 - alpha / (twoSided ? 2 : 1))
  const shift = dz * Math.sqrt(n)
  return normalCdf(shift - z) + (twoSided ? normalCdf(-shift - z) : 0)
}
