import type { MergedArea } from './fill-merged-areas.ts'

interface CellPosition {
  /** From 1. */
  readonly row: number
  readonly column: number
}

/** `C12` → row 12, column 3; null when it is no reference. */
export function parseCellReference(reference: string): CellPosition | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(reference)
  if (!match) return null
  let column = 0
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return { row: Number(match[2]), column }
}

/** `A1:C3`; null when it is no range. */
export function parseCellRange(range: string): MergedArea | null {
  const [from, to] = range.split(':', 2).map(parseCellReference)
  return from && to ? { from, to } : null
}
