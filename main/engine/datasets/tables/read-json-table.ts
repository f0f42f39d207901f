import { type Cells, isRecord } from './cell-values.ts'
import { readJsonLines } from './read-json-lines.ts'
import { maxColumns, type Table, type TableRow } from './table.ts'

const listKeys = [
  'data',
  'examples',
  'rows',
  'items',
  'records',
  'samples',
  'questions',
  'queries',
  'documents',
] as const

type JsonTableResult = { readonly table: Table } | { readonly reason: string }

/** Reads a JSONL text as a table; rows are counted by line. */
export function readJsonlTable(text: string): JsonTableResult {
  const rows: TableRow[] = []
  const malformed: { row: number; reason: string }[] = []
  for (const line of readJsonLines(text)) {
    if ('cells' in line) rows.push(line)
    else malformed.push(line)
  }
  return tableOf(rows, malformed)
}

/**
 * Reads a JSON text as a table: a list of objects, or an object that holds one under `data`, `examples`, `rows` or the
 * like. Rows are counted by record. A JSON text of another shape is a table without rows.
 */
export function readJsonTable(text: string): JsonTableResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { reason: `The file is not valid JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const list = listIn(value)
  const rows: TableRow[] = []
  const malformed: { row: number; reason: string }[] = []
  for (const [index, item] of list.entries()) {
    if (isRecord(item)) rows.push({ row: index + 1, cells: isRecord(item.row) && 'row_idx' in item ? item.row : item })
    else malformed.push({ row: index + 1, reason: 'The record is not a JSON object.' })
  }
  return tableOf(rows, malformed)
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (!isRecord(value)) return []
  const key = listKeys.find((name) => Object.hasOwn(value, name) && Array.isArray(value[name]))
  return key === undefined ? rowsOfColumns(value) : (value[key] as unknown[])
}

/** `{"question": ["a", "b"], "answer": ["c", "d"]}`: a list for each column, as data sets print themselves. */
function rowsOfColumns(value: Cells): readonly unknown[] {
  const columns = Object.entries(value)
  const lengths = new Set(columns.map(([, list]) => (Array.isArray(list) ? list.length : -1)))
  const [length] = lengths
  if (columns.length < 2 || lengths.size !== 1 || length === undefined || length < 1) return []
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([name, list]) => [name, (list as unknown[])[row]])),
  )
}

function tableOf(rows: readonly TableRow[], malformed: Table['malformed']): JsonTableResult {
  const columns = new Set<string>()
  for (const { cells } of rows) {
    addKeys(columns, cells)
    if (columns.size > maxColumns)
      return { reason: `The rows have more than ${maxColumns} different keys; such a file cannot be read as a table.` }
  }
  return { table: { columns: [...columns], rows, malformed, notes: [] } }
}

function addKeys(columns: Set<string>, cells: Cells): void {
  for (const key of Object.keys(cells)) columns.add(key)
}
