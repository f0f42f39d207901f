import { logGamma } from './log-gamma.ts'

/**
 * Exact two-sided McNemar test (the sign test on the pairs that differ): min(1, 2 P(X ≤ min(b, c))), X ~ Bin(b + c, ½).
 * @param onlyFirst, onlySecond pairs that only one of the two got right, integers ≥ 0.
 * @returns p in 0–1, relative error below 1e-9; 1 where no pair differs.
 * @see McNemar 1947; Mosteller 1952 for the exact form.
 */
export function mcNemarTest(onlyFirst: number, onlySecond: number): number {
  const trials = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  if (onlyFirst === onlySecond) return 1
  const logCombinations = logGamma(trials + 1) - logGamma(fewer + 1) - logGamma(trials - fewer + 1)
  let term = Math.exp(logCombinations - trials * Math.LN2)
  let below = 0
  for (let successes = fewer; successes >= 0 && term > 0; successes--) {
    below += term
    term *= successes / (trials - successes + 1)
  }
  return Math.min(1, 2 * below)
}
