import type { Resampling } from './create-resampling.ts'
import { quantileOfResample } from './quantile-of-resample.ts'

/**
 * Type-7 quantile of each resample, in the unit of the values, in the order of the resamples.
 * @param sorted ascending, none NaN, at least one. Shape [n].
 * @param quantile fraction, exclusive 0–1.
 */
export function resampledQuantiles(sorted: Float64Array, quantile: number, resampling: Resampling): Float64Array {
  const quantiles = new Float64Array(resampling.resamples)
  resampling.forEachBlock(sorted.length, (tails, at, first, rows) => {
    for (let row = 0; row < rows; row++) {
      quantiles[first + row] = quantileOfResample(sorted, quantile, tails, at + row * sorted.length)
    }
  })
  return quantiles
}
