/**
 * Mean of paired differences run − baseline over the examples that both scored.
 * @param run, baseline one value per example in the same order, NaN where missing. Shape [examples] both.
 * @returns null when they share no scored example.
 */
export function pairedDifference(run: Float64Array, baseline: Float64Array): { value: number; n: number } | null {
  let sum = 0
  let n = 0
  for (let example = 0; example < Math.min(run.length, baseline.length); example += 1) {
    const difference = run[example]! - baseline[example]!
    if (Number.isNaN(difference)) continue
    sum += difference
    n += 1
  }
  return n === 0 ? null : { value: sum / n, n }
}
