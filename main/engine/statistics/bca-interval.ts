import { jackknifeAcceleration } from './jackknife-acceleration.ts'
import { normalCdf } from './normal-cdf.ts'
import { normalQuantile } from './normal-quantile.ts'
import { quantileType7 } from './quantile-type-7.ts'

/** Sums of the same values in another order differ by rounding; closer than this, relative to the values, is a tie. */
const tieTolerance = 1e-12

export interface BootstrappedMean {
  /** The values the mean was taken of, ascending, not all equal. Shape [n], n ≥ 2. */
  readonly values: Float64Array
  readonly mean: number
  /** Means of the resamples in any order; sorted in place. */
  readonly resampledMeans: Float64Array
  readonly confidence: number
}

/**
 * Bias-corrected and accelerated bootstrap interval of a mean: type-7 quantiles of the resampled means at
 * Φ(z0 + (z0 + z) / (1 - a (z0 + z))) for z = ±z(α/2), z0 = Φ⁻¹(share of resampled means below the mean, ties counted
 * half), a = jackknife acceleration. Where the resamples all fall on one side of the mean, so that z0 has no value, the
 * plain percentile interval.
 * @returns low and high end in the unit of the values.
 * @see Efron & Tibshirani 1993, chapter 14.3.
 */
export function bcaInterval({ values, mean, resampledMeans, confidence }: BootstrappedMean): readonly [number, number] {
  const tolerance = tieTolerance * Math.max(Math.abs(values[0]!), Math.abs(values[values.length - 1]!))
  let below = 0
  let tied = 0
  for (const resampledMean of resampledMeans) {
    if (resampledMean < mean - tolerance) below++
    else if (resampledMean <= mean + tolerance) tied++
  }
  resampledMeans.sort()
  const share = (below + tied / 2) / resampledMeans.length
  const z0 = share > 0 && share < 1 ? normalQuantile(share) : Number.NaN
  const acceleration = jackknifeAcceleration(values, mean)
  const z = normalQuantile(0.5 + confidence / 2)
  const endpoint = (side: number): number => {
    const denominator = 1 - acceleration * (z0 + side)
    const q = denominator > 0 ? normalCdf(z0 + (z0 + side) / denominator) : Number.NaN
    return quantileType7(resampledMeans, Number.isNaN(q) ? normalCdf(side) : q)
  }
  return [endpoint(-z), endpoint(z)]
}
