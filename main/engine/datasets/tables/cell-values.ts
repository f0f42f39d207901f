/** A row as it was read: column names to values of any JSON kind, or strings for CSV. */
export type Cells = Readonly<Record<string, unknown>>

/** The value of a column; `undefined` when the row has none. Safe for columns named like `constructor`. */
export function cellOf(cells: Cells, column: string | undefined): unknown {
  return column !== undefined && Object.hasOwn(cells, column) ? cells[column] : undefined
}

/** An identifier: a string that is not blank, or a number. `null` for everything else. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return null
}

/** Text of a cell: strings as they are, numbers and truth values in words, lists of texts joined by a blank line. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(textOf).join('\n\n')
  return ''
}

/** A list of strings: a list, a JSON list in a string, or one string. Blank strings are left out. */
export function listOf(value: unknown): string[] {
  const plain = parseIfJson(value)
  const items: unknown[] = Array.isArray(plain) ? plain : [plain]
  return items.map((item) => (Array.isArray(item) ? '' : textOf(item))).filter((text) => text.trim() !== '')
}

/** A whole number, written as number or string. `null` when the cell is empty, NaN when it is something else. */
export function wholeNumberOf(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null
  const number = typeof value === 'number' ? value : typeof value === 'string' ? parseDecimal(value) : Number.NaN
  return Number.isSafeInteger(number) ? number : Number.NaN
}

/** Why a value that `wholeNumberOf` gave no number for is no grade. @param what names the value: `grade "x"`. */
export function whyNoGrade(value: unknown, what: string): string {
  const number = typeof value === 'string' ? parseDecimal(value) : value
  return Number.isInteger(number) ? `The ${what} is too large.` : `The ${what} is not a whole number.`
}

/** CSV cells can hold lists and objects only as JSON text. */
export function parseIfJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseDecimal(text: string): number {
  return /^\s*[+-]?\d+(\.0+)?\s*$/.test(text) ? Number(text) : Number.NaN
}
