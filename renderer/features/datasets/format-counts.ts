/** A whole number with separators: `3,214`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `1 file`, `3,214 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** A size in the decimal unit that leaves one to four digits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB'] as const
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`
}

/** A share as a percentage with one digit where it matters; never 100 % or 0 % unless it is. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–'
  const percent = (100 * part) / whole
  if (part === 0 || part === whole) return `${percent}%`
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)}%`
}

/** A day and time in the user's own way of writing them. */
export function formatDay(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
