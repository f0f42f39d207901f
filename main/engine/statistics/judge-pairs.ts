import { type PairedEvidence, smallestGainThatMatters, type VerdictWord } from '../../../shared/domain/verdict.ts'
import type { StoredPair } from '../../ports/run-store.ts'
import { holm } from './holm.ts'
import { detectableDz, requiredPairs } from './power.ts'

const alpha = 0.05
const power = 0.8

export interface JudgedPair {
  readonly word: VerdictWord
  readonly evidence: PairedEvidence
}

/**
 * What the differences of a family of runs to their baseline say. Decisive: the p-value is below 0.05 after Holm over the
 * family, and the interval does not hold 0. Power is told at α / family size, the strictest step of Holm.
 * @param better the direction of the measure; where neither is good, no difference is better or worse.
 * @returns one entry per pair, in order.
 */
export function judgePairs(pairs: readonly StoredPair[], better: 'higher' | 'lower' | 'none'): JudgedPair[] {
  const adjusted = holm(pairs.map(({ p }) => p))
  const sign = better === 'lower' ? -1 : 1
  return pairs.map((pair, index) => {
    const { value, ciLow, ciHigh, n, p, deviation, wins, losses } = pair
    const holdsZero = ciLow === null || ciHigh === null || (ciLow <= 0 && ciHigh >= 0)
    const decisive = adjusted[index]! < alpha && !holdsZero && better !== 'none'
    const design = { alpha: alpha / pairs.length, power }
    const needed = deviation ? requiredPairs(smallestGainThatMatters / deviation, design) : null
    return {
      word: !decisive ? 'notDecisive' : sign * value > 0 ? 'better' : 'worse',
      evidence: {
        value,
        ciLow,
        ciHigh,
        n,
        p,
        adjustedP: adjusted[index]!,
        familySize: pairs.length,
        detectable: deviation === null ? null : deviation * detectableDz(n, design),
        furtherExamples: needed === null ? null : Math.max(0, needed - n),
        wins: sign > 0 ? wins : losses,
        ties: n - wins - losses,
        losses: sign > 0 ? losses : wins,
      },
    }
  })
}
