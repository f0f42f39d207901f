import type { StoredPair } from '../../ports/run-store.ts'
import type { Resampling } from './create-resampling.ts'
import type { SignFlips } from './create-sign-flips.ts'
import { estimateMeans } from './estimate-means.ts'
import { mcNemarTest } from './mc-nemar-test.ts'
import { pairedValues } from './paired-values.ts'
import { sampleDeviation } from './sample-deviation.ts'
import { signFlipTest } from './sign-flip-test.ts'

export interface PairedStatisticsOptions {
  readonly resampling: Resampling
  readonly flips: SignFlips
}

/**
 * Everything that is told of several runs against one baseline under one measure, except what depends on the other runs:
 * BCa interval of the paired difference, p (exact McNemar where all scores are 0 or 1, else the sign-flip test), spread,
 * wins and losses. All runs share the draws.
 * @param baseline shape [examples], NaN where missing.
 * @param runs shape [runs][examples], in the baseline's order of examples.
 * @returns one entry per run; null where it shares no scored example with the baseline.
 */
export function pairedStatistics(
  baseline: Float64Array,
  runs: readonly Float64Array[],
  { resampling, flips }: PairedStatisticsOptions,
): (StoredPair | null)[] {
  const binaryBaseline = isBinary(baseline)
  const columns = runs.map((run) => pairedValues(run, baseline))
  const estimates = estimateMeans(columns, { resampling })
  return columns.map((differences, index): StoredPair | null => {
    const { value, ciLow, ciHigh, n } = estimates[index]!
    if (value === null) return null
    let wins = 0
    let losses = 0
    for (const difference of differences) {
      if (difference > 0) wins++
      else if (difference < 0) losses++
    }
    const p = binaryBaseline && isBinary(runs[index]!) ? mcNemarTest(wins, losses) : signFlipTest(differences, flips)!
    return { value, ciLow, ciHigh, n, p, deviation: sampleDeviation(differences), wins, losses }
  })
}

function isBinary(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1 || Number.isNaN(value))
}
