import { logGamma } from './log-gamma.ts'

/**
 * Two-sided p-value of Student's t: the share of the distribution at least as far from 0.
 * @param t any number; ±Infinity gives 0.
 * @param degreesOfFreedom > 0.
 * @returns 0–1, relative error about 1e-12.
 * @see Abramowitz & Stegun 26.7.1 with 26.5.8: I(df / (df + t²); df/2, 1/2), by Lentz's continued fraction.
 */
export function studentTPValue(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) return Number.NaN
  if (!Number.isFinite(t)) return 0
  const square = t * t
  const whole = degreesOfFreedom + square
  return incompleteBeta(degreesOfFreedom / whole, square / whole, degreesOfFreedom / 2, 0.5)
}

/** I(x; a, b), where y = 1 − x is given because 1 − x would lose its digits near 1. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (y <= 0) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y))
  // The fraction converges fast only on this side of the mean; the other side is its mirror image.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(y, b, a)) / b
}

const smallest = 1e-300

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

function away(value: number): number {
  return Math.abs(value) < smallest ? smallest : value
}
