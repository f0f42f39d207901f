import { normalQuantile } from './normal-quantile.ts'

/**
 * Wilson score interval of a proportion, without continuity correction.
 * @param successes 0 ≤ successes ≤ trials.
 * @param confidence fraction, exclusive 0–1.
 * @returns low and high end, fractions in 0–1; `null` without trials.
 * @see Wilson 1927; Brown, Cai & DasGupta 2001 for why it is preferred at small n and near 0 and 1.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): readonly [number, number] | null {
  if (trials === 0) return null
  const z = normalQuantile(0.5 + confidence / 2)
  const share = successes / trials
  const shrink = (z * z) / trials
  const centre = (share + shrink / 2) / (1 + shrink)
  const reach = (z / (1 + shrink)) * Math.sqrt((share * (1 - share)) / trials + shrink / (4 * trials))
  // In exact arithmetic these two ends are 0 and 1; rounding would leave something like 1e-17 beside them.
  const low = successes === 0 ? 0 : centre - reach
  const high = successes === trials ? 1 : centre + reach
  return [low, high]
}
