/** Of an option's text: NaN where it is no number. Empty, as an unset variable of a script leaves it, is none, and not 0. */
export function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
