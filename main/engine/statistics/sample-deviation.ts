/** Standard deviation of a sample with n − 1, in the unit of the values; null with fewer than two. @param values none NaN. */
export function sampleDeviation(values: ArrayLike<number>): number | null {
  const n = values.length
  if (n < 2) return null
  let mean = 0
  for (let index = 0; index < n; index++) mean += values[index]! / n
  let squares = 0
  for (let index = 0; index < n; index++) squares += (values[index]! - mean) ** 2
  return Math.sqrt(squares / (n - 1))
}
