/**
 * Type-7 quantile: h = (n - 1) q, value = x[⌊h⌋] + (h - ⌊h⌋)(x[⌊h⌋ + 1] - x[⌊h⌋]).
 * @param sorted ascending numbers, none NaN, any unit. Shape [n].
 * @param q fraction in 0–1.
 * @returns the quantile in the unit of the values; NaN if there are none.
 * @see Hyndman & Fan 1996, "Sample quantiles in statistical packages"; numpy's default.
 */
export function quantileType7(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN
  const h = (sorted.length - 1) * q
  const below = Math.floor(h)
  const value = sorted[below]!
  if (below === h) return value
  return value + (h - below) * (sorted[below + 1]! - value)
}
