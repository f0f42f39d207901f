/**
 * Mean of the values that are not NaN, and how many these are. Summed in ascending order, and exact where all values are
 * equal, so that every list and export gives the same last bit and a mean never leaves its interval by rounding.
 * @returns value null when there is none, in the unit of the values.
 */
export function meanOfScores(column: Float64Array): { value: number | null; n: number } {
  const values = column.filter((value) => !Number.isNaN(value)).sort()
  const n = values.length
  const first = values[0]
  if (first === undefined) return { value: null, n }
  if (first === values[n - 1]) return { value: first, n }
  return { value: values.reduce((sum, value) => sum + value, 0) / n, n }
}
