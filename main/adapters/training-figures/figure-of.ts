/** The first of the names that holds a finite number; null when none does. */
export function figureOf(figures: Readonly<Record<string, unknown>>, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = figures[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value
  }
  return null
}
