import type { SignFlips } from './create-sign-flips.ts'

/** Up to so many differences every combination of signs is tried. */
const exactUpTo = 12

/** Sums of the same numbers in another order differ by rounding; closer than this, relative, they are equal. */
const tieTolerance = 1e-12

/**
 * Paired randomisation test of a mean of 0: how often the sum of the differences with random signs is at least as far
 * from 0 as the observed one. All 2ⁿ sign vectors where at most 12 differences are not 0 (a difference of 0 has no sign,
 * so leaving it out changes nothing); else random draws, where p = (count + 1) / (draws + 1), which is never 0.
 * @param differences none NaN, any unit. Shape [n].
 * @returns two-sided p in 0–1; 1 if all are 0; null if n = 0.
 * @see Fisher 1935; Phipson & Smyth 2010 for the + 1.
 */
export function signFlipTest(differences: Float64Array, flips: SignFlips): number | null {
  if (differences.length === 0) return null
  const values = differences.filter((difference) => difference !== 0)
  let observed = 0
  let size = 0
  for (const value of values) {
    observed += value
    size += Math.abs(value)
  }
  const atLeast = Math.abs(observed) - tieTolerance * size
  if (values.length <= exactUpTo) return exactShare(values, atLeast)
  const sums = drawnSums(values, flips)
  let count = 0
  for (const sum of sums) if (Math.abs(sum) >= atLeast) count++
  return (count + 1) / (flips.draws + 1)
}

function exactShare(values: Float64Array, atLeast: number): number {
  const sums = signedSums(values, 0, values.length)
  let count = 0
  for (const sum of sums) if (Math.abs(sum) >= atLeast) count++
  return count / sums.length
}

/** Sums under each draw's signs, eight values at a time from a table of their 256 sums. Shape [draws]. */
function drawnSums(values: Float64Array, flips: SignFlips): Float64Array {
  const sums = new Float64Array(flips.draws)
  for (let first = 0; first < values.length; first += 8) {
    const table = signedSums(values, first, 8)
    const signs = flips.group(first / 8)
    for (let draw = 0; draw < sums.length; draw++) sums[draw]! += table[signs[draw]!]!
  }
  return sums
}

/** All sums of `count` values with signs; bit b of the index = the value at `first + b` is negative. Shape [2^count]. */
function signedSums(values: Float64Array, first: number, count: number): Float64Array {
  const sums = new Float64Array(2 ** count)
  for (let bit = 0; bit < count; bit++) sums[0]! += values[first + bit] ?? 0
  for (let index = 1; index < sums.length; index++) {
    const lowest = 31 - Math.clz32(index & -index)
    sums[index] = sums[index & (index - 1)]! - 2 * (values[first + lowest] ?? 0)
  }
  return sums
}
