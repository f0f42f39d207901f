import { createRandom } from '../../../shared/domain/random.ts'
import { choleskyFactor } from './cholesky-factor.ts'
import { normalQuantile } from './normal-quantile.ts'

/** What a gate is asked to find: the true mean utility of each run of both rungs, and the limit it tests against. */
export interface GateTruth {
  readonly from: Float64Array
  readonly to: Float64Array
  readonly limit: number
  /** The verdict that would be right. */
  readonly verdict: 'climb' | 'stay'
}

export interface GatePower {
  /** Chance that the gate on n examples gives the verdict, 0–1. */
  at(n: number, truth: GateTruth): number
  /** Fewest examples with at least that chance; null where more than `most` would be needed. */
  required(truth: GateTruth, power: number, most: number): number | null
}

const draws = 1000

/** Of the verdict's two-sided 95 % interval. */
const z = normalQuantile(0.975)

/**
 * How likely the gate of decideGate is to see what is true, with the picking of the best runs included: on few examples
 * the pick falls on a run that is close behind, and the difference of the picks is then not that of the best. The means of
 * all runs on each half are drawn from their joint normal distribution N(truth, covariance / (n / 2)); each draw goes
 * through the same rule as the data do: picks on one half, difference on the other, pooled, interval ± 1.96 standard
 * errors, benefit of the doubt for the other side. With one run in each rung this is the usual
 * n = ((z(0.975) + z(power)) · σ / distance from the limit)². 1,000 seeded draws, the same for every n.
 * @param covariance of the runs' utilities over examples, the lower rung's runs first. Shape [runs × runs], row by row.
 */
export function createGatePower(covariance: Float64Array, seed: number): GatePower {
  const runs = Math.round(Math.sqrt(covariance.length))
  const noise = drawNoise(covariance, runs, seed)
  const variance = (i: number, j: number) =>
    covariance[i * runs + i]! + covariance[j * runs + j]! - 2 * covariance[i * runs + j]!
  const first = new Float64Array(runs)
  const second = new Float64Array(runs)
  const whole = new Float64Array(runs)

  const at = (n: number, { from, to, limit, verdict }: GateTruth): number => {
    const scale = Math.sqrt(2 / n)
    const sign = verdict === 'climb' ? 1 : -1
    let right = 0
    for (let draw = 0; draw < draws; draw++) {
      const start = draw * 2 * runs
      for (let run = 0; run < runs; run++) {
        const truth = run < from.length ? from[run]! : to[run - from.length]!
        first[run] = truth + scale * noise[start + run]!
        second[run] = truth + scale * noise[start + runs + run]!
        whole[run] = (first[run]! + second[run]!) / 2
      }
      const below = [bestOf(first, 0, from.length), bestOf(second, 0, from.length)] as const
      const above = [bestOf(first, from.length, runs), bestOf(second, from.length, runs)] as const
      const best = verdict === 'climb' ? bestOf(whole, 0, from.length) : bestOf(whole, from.length, runs)
      const doubted =
        verdict === 'climb' ? shows([best, best], above, n, sign, limit) : shows(below, [best, best], n, sign, limit)
      if (doubted && shows(below, above, n, sign, limit)) right++
    }
    return right / draws
  }

  /** Whether the pooled difference of what each half picked, taken on the other half, is beyond the limit. */
  const shows = (
    below: readonly [number, number],
    above: readonly [number, number],
    n: number,
    sign: 1 | -1,
    limit: number,
  ): boolean => {
    const onSecond = second[above[0]]! - second[below[0]]!
    const onFirst = first[above[1]]! - first[below[1]]!
    const pooled = (variance(above[0], below[0]) + variance(above[1], below[1])) / 2 + ((onFirst - onSecond) / 2) ** 2
    return sign * ((onFirst + onSecond) / 2 - limit) > z * Math.sqrt(pooled / n)
  }

  return {
    at,
    required(truth, power, most) {
      let enough = 4
      while (at(enough, truth) < power) {
        if (enough >= most) return null
        enough = Math.min(most, enough * 2)
      }
      let tooFew = enough <= 4 ? 1 : enough >> 1
      // To the last question is more than 1,000 draws know.
      while (enough - tooFew > Math.max(1, enough / 200)) {
        const middle = (tooFew + enough) >> 1
        if (at(middle, truth) < power) tooFew = middle
        else enough = middle
      }
      return enough
    },
  }
}

/** Two correlated draws, one for each half. Shape [draws × 2 × runs]. */
function drawNoise(covariance: Float64Array, runs: number, seed: number): Float64Array {
  const factor = choleskyFactor(covariance, runs)
  const random = createRandom(seed)
  const noise = new Float64Array(draws * 2 * runs)
  const plain = new Float64Array(runs)
  for (let start = 0; start < noise.length; start += runs) {
    for (let run = 0; run < runs; run++) {
      plain[run] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    }
    for (let run = 0; run < runs; run++) {
      let sum = 0
      for (let of = 0; of <= run; of++) sum += factor[run * runs + of]! * plain[of]!
      noise[start + run] = sum
    }
  }
  return noise
}

function bestOf(means: Float64Array, start: number, end: number): number {
  let best = start
  for (let run = start + 1; run < end; run++) if (means[run]! > means[best]!) best = run
  return best
}
