import { logGamma } from './log-gamma.ts'
import { sampleDeviation } from './sample-deviation.ts'

/** Standardised mean of paired differences. */
export interface EffectSize {
  /** Mean in standard deviations of the differences (Cohen's dz). */
  readonly dz: number
  /** dz corrected for small n (Hedges' gz). */
  readonly hedgesGz: number
}

/**
 * @param differences none NaN. Shape [n].
 * @returns null with fewer than two differences, or where all are equal.
 * @see Hedges 1981 for J = Γ(df/2) / (√(df/2) Γ((df − 1)/2)), df = n − 1; it needs n > 2, below that gz is NaN.
 */
export function effectSize(differences: Float64Array): EffectSize | null {
  const deviation = sampleDeviation(differences)
  if (!deviation) return null
  const n = differences.length
  const dz = differences.reduce((sum, difference) => sum + difference, 0) / n / deviation
  const half = (n - 1) / 2
  const correction = n > 2 ? Math.exp(logGamma(half) - logGamma(half - 0.5)) / Math.sqrt(half) : Number.NaN
  return { dz, hedgesGz: dz * correction }
}
