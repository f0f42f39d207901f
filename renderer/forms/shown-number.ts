/** A setting as a field for a number shows it: text where what was typed is none. */
export function shownNumber(value: unknown): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null
}
