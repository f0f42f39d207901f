const notFinite = /^[+-]?(nan|inf|infinity)$/i
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A number as training programs write it. @returns null for NaN and infinity, undefined for what is no number. */
export function readFigure(text: string): number | null | undefined {
  const trimmed = text.trim()
  if (notFinite.test(trimmed)) return null
  if (!number.test(trimmed)) return undefined
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : null
}
