/**
 * Orders positions by a value each. Missing values (NaN) stand last in both directions; equal values keep the order in
 * which they came.
 * @param positions what to order; not changed.
 * @param values one per position of the split, NaN where missing; null keeps the order as it is.
 */
export function orderPositions(positions: Uint32Array, values: Float64Array | null, descending: boolean): Uint32Array {
  if (!values) return descending ? positions.toReversed() : positions
  const present = positions.filter((position) => !Number.isNaN(values[position]!))
  const missing = positions.filter((position) => Number.isNaN(values[position]!))
  const sign = descending ? -1 : 1
  // Positions ascend, so the second comparison keeps the order of equal values on an unstable sort as well.
  present.sort((a, b) => sign * (values[a]! - values[b]!) || a - b)
  const ordered = new Uint32Array(positions.length)
  ordered.set(present)
  ordered.set(missing, present.length)
  return ordered
}
