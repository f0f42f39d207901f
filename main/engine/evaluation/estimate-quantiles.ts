import type { MetricEstimate } from '../../../shared/domain/run.ts'
import type { DrawTails, Resampling } from './create-resampling.ts'
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
    Math.max(quantile, 1 - quantile) ** n <= outside ? new Float64Array(resampling.resamples) : null,
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

function quantileOfResample(sorted: Float64Array, quantile: number, tails: DrawTails, at: number): number {
  const h = (sorted.length - 1) * quantile
  const below = Math.floor(h)
  const value = sorted[drawnPosition(tails, at, sorted.length, below)]!
  if (below === h) return value
  return value + (h - below) * (sorted[drawnPosition(tails, at, sorted.length, below + 1)]! - value)
}

/** The position of the resample's draw of the given order, 0 being its lowest: tails fall from n, so bisection finds it. */
function drawnPosition(tails: DrawTails, at: number, n: number, order: number): number {
  let low = 0
  let high = n - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    // At least n - order draws lie at `middle` or above: the draw of this order is one of them.
    if (tails[at + middle]! >= n - order) low = middle
    else high = middle - 1
  }
  return low
}
