import { completePairs } from './complete-pairs.ts'
import { studentTPValue } from './student-t-p-value.ts'

export interface Correlation {
  readonly n: number
  /** Pairs of which a value is missing. */
  readonly dropped: number
  /** −1–1; null without variation on both sides. */
  readonly r: number | null
  /** Two-sided; null below 3 pairs. At |r| = 1 it is 0 by formula: say "perfect" instead. */
  readonly p: number | null
}

/**
 * Pearson's product-moment correlation, pairs with a missing value dropped. p by t = r √((n − 2) / (1 − r²)) with n − 2
 * degrees of freedom.
 */
export function pearson(x: readonly (number | null)[], y: readonly (number | null)[]): Correlation {
  const pairs = completePairs(x, y)
  const n = pairs.x.length
  const missing = { n, dropped: pairs.dropped, r: null, p: null }
  if (n < 2) return missing
  const [meanX, meanY] = [mean(pairs.x), mean(pairs.y)]
  let [together, spreadX, spreadY] = [0, 0, 0]
  for (let at = 0; at < n; at++) {
    const [fromX, fromY] = [pairs.x[at]! - meanX, pairs.y[at]! - meanY]
    together += fromX * fromY
    spreadX += fromX * fromX
    spreadY += fromY * fromY
  }
  // By the values, not by the spread: the mean of equal values can miss them by a last bit.
  if (isConstant(pairs.x) || isConstant(pairs.y)) return missing
  const r = Math.max(-1, Math.min(1, together / (Math.sqrt(spreadX) * Math.sqrt(spreadY))))
  const t = r * Math.sqrt((n - 2) / (1 - r * r))
  return { n, dropped: pairs.dropped, r, p: n < 3 ? null : studentTPValue(t, n - 2) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0])
}
