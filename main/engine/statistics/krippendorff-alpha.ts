export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/**
 * Krippendorff's alpha, 1 − Do / De, over the units with at least two ratings.
 * @param ratings one list per rater, one entry per unit, null where missing. Shape [raters][units].
 * @returns at most 1; null where no pair of ratings exists or only one value was used.
 * @see Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (number | null)[])[],
  level: MeasurementLevel,
): number | null {
  const units = (ratings[0] ?? [])
    .map((_, unit) => ratings.flatMap((rater) => rater[unit] ?? []))
    .filter((values) => values.length > 1)
  const counts = new Map<number, number>()
  for (const value of units.flat()) counts.set(value, (counts.get(value) ?? 0) + 1)
  const values = [...counts].sort(([a], [b]) => a - b)
  const total = units.flat().length
  const distances = distancesOf(values, level)
  const place = new Map(values.map(([value], index) => [value, index]))
  let observed = 0
  for (const unit of units) {
    for (const [at, a] of unit.entries()) {
      for (const [other, b] of unit.entries()) {
        if (at !== other) observed += distances[place.get(a)!]![place.get(b)!]! / (unit.length - 1)
      }
    }
  }
  let expected = 0
  for (const [at, [, a]] of values.entries()) {
    for (const [other, [, b]] of values.entries()) expected += a * b * distances[at]![other]!
  }
  if (expected === 0) return null
  return 1 - ((total - 1) * observed) / expected
}

function distancesOf(values: readonly (readonly [number, number])[], level: MeasurementLevel): number[][] {
  return values.map(([a, countA], at) =>
    values.map(([b, countB], other) => {
      if (at === other) return 0
      if (level === 'nominal') return 1
      if (level === 'interval') return (a - b) ** 2
      if (level === 'ratio') return ((a - b) / (a + b)) ** 2
      const between = values.slice(Math.min(at, other), Math.max(at, other) + 1).reduce((sum, [, n]) => sum + n, 0)
      return (between - (countA + countB) / 2) ** 2
    }),
  )
}
