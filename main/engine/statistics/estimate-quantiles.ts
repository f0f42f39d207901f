import type { MetricEstimate } from '../../../shared/domain/run.ts'
import { canHoldQuantile } from './can-hold-quantile.ts'
import type { Resampling } from './create-resampling.ts'
import { quantileOfResample } from './quantile-of-resample.ts'
import { quantileType7 } from './quantile-type-7.ts'

export interface QuantileMetric {
  /** Name of the measure, e.g. `latencyMs.search.p95`. */
  readonly metric: string
  /** Fraction, exclusive 0–1. */
  readonly quantile: number
}

export interface EstimateQuantilesOptions {
  readonly resampling: Resampling
  /** Fraction, exclusive 0–1; 0.95 unless told. */
  readonly confidence?: number
}

/**
 * Type-7 quantiles with percentile bootstrap intervals, all from the same draws. NaN is missing and counted as unscored.
 * The interval is null where so few values cannot hold one: with a 95 % interval p50 needs 6 values, p95 needs 72,
 * because below that the true quantile lies beyond the largest (or smallest) value too often.
 * @param values any unit, any order. Shape [examples].
 * @returns one estimate per quantile asked for, in the unit of the values.
 * @see quantileType7
 */
export function estimateQuantiles(
  values: Float64Array,
  metrics: readonly QuantileMetric[],
  { resampling, confidence = 0.95 }: EstimateQuantilesOptions,
): MetricEstimate[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const n = sorted.length
  const unscored = values.length - n
  const outside = (1 - confidence) / 2
  const resampledQuantiles = metrics.map(({ quantile }) =>
    canHoldQuantile(n, quantile, confidence) ? new Float64Array(resampling.resamples) : null,
  )
  if (resampledQuantiles.some((resampled) => resampled !== null)) {
    resampling.forEachBlock(n, (tails, at, firstResample, rows) => {
      for (const [index, resampled] of resampledQuantiles.entries()) {
        if (resampled === null) continue
        const { quantile } = metrics[index]!
        for (let row = 0; row < rows; row++) {
          resampled[firstResample + row] = quantileOfResample(sorted, quantile, tails, at + row * n)
        }
      }
    })
  }
  return metrics.map(({ metric, quantile }, index) => {
    const resampled = resampledQuantiles[index]?.sort() ?? null
    return {
      metric,
      value: n === 0 ? null : quantileType7(sorted, quantile),
      ciLow: resampled && quantileType7(resampled, outside),
      ciHigh: resampled && quantileType7(resampled, 1 - outside),
      n,
      unscored,
    }
  })
}
