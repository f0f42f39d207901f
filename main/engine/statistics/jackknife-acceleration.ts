/**
 * Acceleration of the BCa interval of a mean: Σu³ / (6 (Σu²)^1.5), u = mean of the leave-one-out means minus each of
 * them. For a mean u = (x - mean) / (n - 1), whose divisor cancels.
 * @param values numbers, none NaN. Shape [n].
 * @returns a number without unit; NaN if all values are equal.
 * @see Efron 1987, "Better bootstrap confidence intervals".
 */
export function jackknifeAcceleration(values: Float64Array, mean: number): number {
  let squares = 0
  let cubes = 0
  for (const value of values) {
    const deviation = value - mean
    squares += deviation * deviation
    cubes += deviation * deviation * deviation
  }
  return cubes / (6 * squares ** 1.5)
}
