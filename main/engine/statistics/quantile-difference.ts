import type { Resampling } from './create-resampling.ts'
import { quantileType7 } from './quantile-type-7.ts'
import { resampledQuantiles } from './resampled-quantiles.ts'

/** The difference first − second of a quantile with its percentile bootstrap interval, in the unit of the values. */
export interface QuantileDifference {
  readonly value: number
  readonly ciLow: number
  readonly ciHigh: number
}

/**
 * Type-7 quantile of one sample minus that of another. The two are resampled apart: times of two runs are not paired.
 * @param first, second none NaN, any order. Shape [n] and [m].
 * @param quantile fraction, exclusive 0–1, such as 0.95.
 * @param resamplings one for each sample, of different seeds and the same number of resamples.
 * @returns null where a sample is empty.
 */
export function quantileDifference(
  first: Float64Array,
  second: Float64Array,
  quantile: number,
  resamplings: readonly [Resampling, Resampling],
  confidence = 0.95,
): QuantileDifference | null {
  if (first.length === 0 || second.length === 0) return null
  const samples = [first.toSorted(), second.toSorted()] as const
  const own = resampledQuantiles(samples[0], quantile, resamplings[0])
  const other = resampledQuantiles(samples[1], quantile, resamplings[1])
  const differences = own.map((value, index) => value - other[index]!).sort()
  return {
    value: quantileType7(samples[0], quantile) - quantileType7(samples[1], quantile),
    ciLow: quantileType7(differences, (1 - confidence) / 2),
    ciHigh: quantileType7(differences, (1 + confidence) / 2),
  }
}
