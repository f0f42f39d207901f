import type { StoredPair } from '../../ports/run-store.ts'
import { canHoldQuantile } from './can-hold-quantile.ts'
import type { Resampling } from './create-resampling.ts'
import { quantileType7 } from './quantile-type-7.ts'
import { resampledQuantiles } from './resampled-quantiles.ts'

/**
 * A quantile of several samples against that of a baseline, such as the p95 of latencies: difference, 95 % percentile
 * bootstrap interval, and the two-sided p that belongs to it, twice the smaller share of resampled differences on one
 * side of 0 (Efron & Tibshirani 1993, § 15.4, with one added to both counts). Samples are resampled apart, as times of
 * two runs are not paired; all runs share the draws. It knows of chance between questions alone: a machine that was
 * slower on one day than on the other looks like a difference.
 * @param baseline, runs any order and length, NaN is missing.
 * @param resamplings of the runs and of the baseline: different seeds, the same number of resamples.
 * @returns one entry per run, without wins and losses; null where one of the two is empty. `n` is the smaller sample;
 * where one is too small to hold the quantile, there is no interval and p is 1.
 */
export function quantilePairs(
  baseline: Float64Array,
  runs: readonly Float64Array[],
  quantile: number,
  [ofRuns, ofBaseline]: readonly [Resampling, Resampling],
): (StoredPair | null)[] {
  const base = present(baseline)
  if (base.length === 0) return runs.map(() => null)
  const baseQuantile = quantileType7(base, quantile)
  const baseHolds = canHoldQuantile(base.length, quantile)
  const resampledBase = baseHolds ? resampledQuantiles(base, quantile, ofBaseline) : null
  return runs.map((run) => {
    const own = present(run)
    if (own.length === 0) return null
    const unknown = { ciLow: null, ciHigh: null, p: 1 }
    return {
      value: quantileType7(own, quantile) - baseQuantile,
      ...(resampledBase && canHoldQuantile(own.length, quantile)
        ? evidenceOf(resampledQuantiles(own, quantile, ofRuns), resampledBase)
        : unknown),
      n: Math.min(own.length, base.length),
      deviation: null,
      wins: 0,
      losses: 0,
    }
  })
}

function evidenceOf(own: Float64Array, base: Float64Array): Pick<StoredPair, 'ciLow' | 'ciHigh' | 'p'> {
  const differences = own.map((value, index) => value - base[index]!).sort()
  let notAbove = 0
  let notBelow = 0
  for (const difference of differences) {
    if (difference <= 0) notAbove++
    if (difference >= 0) notBelow++
  }
  return {
    ciLow: quantileType7(differences, 0.025),
    ciHigh: quantileType7(differences, 0.975),
    p: Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (differences.length + 1)),
  }
}

function present(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort()
}
