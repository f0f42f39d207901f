/**
 * Differences run − baseline of the examples that both scored, in their order. Rounded to 12 decimals: what is equal as
 * written (0.3 − 0.2 and 0.2 − 0.1) is equal here, so that ties are ties.
 * @param run, baseline one value per example in the same order, NaN where missing. Shape [examples] both.
 * @returns shape [shared], none NaN.
 */
export function pairedValues(run: ArrayLike<number>, baseline: ArrayLike<number>): Float64Array {
  const differences: number[] = []
  for (let example = 0; example < Math.min(run.length, baseline.length); example++) {
    const difference = run[example]! - baseline[example]!
    if (!Number.isNaN(difference)) differences.push(Math.round(difference * 1e12) / 1e12)
  }
  return Float64Array.from(differences)
}
