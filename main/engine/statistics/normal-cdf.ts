/** Beyond this many standard deviations the tail's continued fraction is exact to a double, below it the series is. */
const tailFrom = 4
const tailTerms = 80

/**
 * Share of the standard normal distribution below z.
 * @returns fraction in 0–1, absolute error about 1e-16, accurate relative to its size in the lower tail too.
 * @see Marsaglia 2004, "Evaluating the normal distribution" (series); Laplace's continued fraction for the tails.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN
  if (z <= -tailFrom) return upperTail(-z)
  if (z >= tailFrom) return 1 - upperTail(z)
  let term = z
  let sum = z
  for (let odd = 3; Math.abs(term) > 1e-18 && odd < 400; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + density(z) * sum
}

function upperTail(z: number): number {
  if (z === Infinity) return 0
  let fraction = z
  for (let term = tailTerms; term >= 1; term--) fraction = z + term / fraction
  return density(z) / fraction
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
}
