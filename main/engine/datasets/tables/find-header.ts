import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import type { RawRow, RawTable } from '../../../ports/table-reader.ts'
import { guessMapping } from './guess-mapping.ts'
import { nameColumns } from './name-columns.ts'
import { maxColumns, type Table } from './table.ts'

/** Titles, dates and remarks may stand above a table, but not more rows of them. */
const headerWithinRows = 20
const widthFromRows = 50

/**
 * Makes a table of a sheet: finds the row that names the columns, which is the first whose names say what the table
 * holds, else the first that is at least half as wide as the table. Columns without a name and without a value are
 * dropped.
 * @param path of the sheet; its name may say what a column called text holds.
 * @returns the table, or the reason why it is none.
 */
export function findHeader(
  raw: RawTable,
  path: string,
  given: ColumnMapping,
  isWholeMapping: boolean,
): { readonly table: Table } | { readonly reason: string } {
  const header = raw.columns === null ? headerRow(raw.rows, path, given, isWholeMapping) : null
  const rows = header === null ? raw.rows : raw.rows.filter(({ row }) => row > header.row)
  const names = raw.columns ?? (header?.values ?? []).map(textOfCell)
  const used = new Set(names.flatMap((name, index) => (name.trim() === '' ? [] : [index])))
  for (const { values } of rows)
    values.forEach((value, index) => {
      if (value !== null && value !== undefined) used.add(index)
    })
  if (used.size > maxColumns)
    return { reason: `The table has ${used.size} columns; at most ${maxColumns} can be read.` }
  const places = [...used].sort((a, b) => a - b)
  const { columns, notes } = nameColumns(places.map((place) => names[place] ?? ''))
  const above = header === null ? 0 : raw.rows.findIndex(({ row }) => row === header.row)
  return {
    table: {
      columns,
      rows: rows.map(({ row, values }) => ({
        row,
        cells: Object.fromEntries(places.map((place, index) => [columns[index]!, values[place] ?? null])),
      })),
      malformed: [],
      notes: [
        ...(above > 0 ? [`The columns are named in row ${header!.row}; what stands above it was left out.`] : []),
        ...notes,
        ...raw.notes,
      ],
    },
  }
}

function headerRow(
  rows: readonly RawRow[],
  path: string,
  given: ColumnMapping,
  isWholeMapping: boolean,
): RawRow | null {
  const candidates = rows.slice(0, headerWithinRows)
  const telling = candidates.find(({ values }) => {
    const names = values.map(textOfCell).filter((name) => name.trim() !== '')
    if (names.length > maxColumns) return false
    return Object.keys(guessMapping(path, nameColumns(names).columns, given, isWholeMapping).columns).length > 0
  })
  if (telling) return telling
  const width = Math.max(0, ...rows.slice(0, widthFromRows).map(filledCells))
  return candidates.find((row) => filledCells(row) * 2 >= width) ?? candidates[0] ?? null
}

function filledCells({ values }: RawRow): number {
  return values.reduce<number>((sum, value) => sum + (value === null || value === undefined ? 0 : 1), 0)
}

/** A value as the text of a cell. */
export function textOfCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
