import { AppError } from '../../../shared/domain/app-error.ts'
import type { RawRow } from '../../ports/table-reader.ts'
import { parseCellRange, parseCellReference } from './cell-reference.ts'
import { fillMergedAreas, type MergedArea } from './fill-merged-areas.ts'
import { parseXml } from './parse-xml.ts'
import type { NumberKind } from './read-styles.ts'
import { serialToIso } from './serial-to-iso.ts'
import { unescapeText } from './unescape-text.ts'

export interface SheetContext {
  readonly strings: readonly string[]
  readonly styles: readonly NumberKind[]
  readonly startsIn1904: boolean
  /** Cells that may still be read of this workbook. */
  readonly budget: { cells: number }
}

type CellValue = string | number | boolean | null

interface Cell {
  readonly type: string
  readonly style: number
  value: string
  inline: string
  hasFormula: boolean
}

const maxRow = 1_048_576
const maxColumn = 16_384
const maxMergedAreas = 100_000

/** Reads the cells of one sheet. Throws AppError UNREADABLE_FILE when it holds more cells than the budget. */
export function readSheet(
  bytes: Uint8Array,
  context: SheetContext,
): { readonly rows: readonly RawRow[]; readonly notes: readonly string[] } {
  const rows = new Map<number, CellValue[]>()
  const merged: MergedArea[] = []
  const counts = { errors: 0, unsolved: 0, damaged: 0 }
  let row = 0
  let column = 0
  let cell: Cell | null = null
  let target: 'value' | 'inline' | null = null
  let isReading = false

  parseXml(bytes, {
    open(name, attributes) {
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r)
        column = 0
      } else if (name === 'c') {
        const at = attributes.r === undefined ? null : parseCellReference(attributes.r)
        column = at?.column ?? column + 1
        row = at?.row ?? row
        const style = Number(attributes.s ?? 0)
        cell = { type: attributes.t ?? 'n', style, value: '', inline: '', hasFormula: false }
      } else if (name === 'f' && cell) cell.hasFormula = true
      else if (name === 'v') target = 'value'
      else if (name === 'rPh') isReading = true
      else if (name === 't') target = isReading ? null : 'inline'
      else if (name === 'mergeCell' && merged.length < maxMergedAreas) {
        const area = parseCellRange(attributes.ref ?? '')
        if (area) merged.push(area)
      }
    },
    text(piece) {
      if (cell && target) cell[target] += piece
    },
    close(name) {
      if (name === 'v' || name === 't') target = null
      else if (name === 'rPh') isReading = false
      else if (name === 'c' && cell) {
        if (row >= 1 && row <= maxRow && column >= 1 && column <= maxColumn) {
          const value = cellValue(cell, context, counts)
          if (value !== null && value !== '') put(rows, row, column, value, context.budget)
        } else counts.damaged++
        cell = null
      }
    },
  })
  const filled = fillMergedAreas(rows, merged, (fillRow, fillColumn, value) =>
    put(rows, fillRow, fillColumn, value as CellValue, context.budget),
  )
  return {
    rows: [...rows].sort(([a], [b]) => a - b).map(([number, values]) => ({ row: number, values })),
    notes: notesOf(counts, filled),
  }
}

function put(
  rows: Map<number, CellValue[]>,
  row: number,
  column: number,
  value: CellValue,
  budget: { cells: number },
): void {
  let values = rows.get(row)
  if (!values) {
    values = []
    rows.set(row, values)
  }
  // A far column costs the empty ones before it.
  budget.cells -= Math.max(1, column - values.length)
  if (budget.cells < 0)
    throw new AppError(
      'UNREADABLE_FILE',
      'The workbook has more than 5,000,000 cells; save its sheets as CSV to import it.',
    )
  while (values.length < column - 1) values.push(null)
  values[column - 1] = value
}

function cellValue(
  { type, style, value, inline, hasFormula }: Cell,
  { strings, styles, startsIn1904 }: SheetContext,
  counts: { errors: number; unsolved: number; damaged: number },
): CellValue {
  if (type === 'inlineStr') return unescapeText(inline)
  if (value === '') {
    if (hasFormula && type !== 'str') counts.unsolved++
    return null
  }
  switch (type) {
    case 's': {
      const text = strings[Number(value)]
      if (text === undefined) counts.damaged++
      return text ?? null
    }
    case 'b':
      return value === '1' || value === 'true'
    case 'e':
      counts.errors++
      return null
    case 'str':
    case 'd':
      return unescapeText(value)
    default: {
      const number = Number(value)
      if (Number.isNaN(number)) {
        counts.damaged++
        return null
      }
      const kind = styles[style] ?? 'number'
      return kind === 'number' ? number : (serialToIso(number, kind, startsIn1904) ?? number)
    }
  }
}

function notesOf(counts: { errors: number; unsolved: number; damaged: number }, mergedAreas: number): string[] {
  const notes: string[] = []
  if (mergedAreas > 0)
    notes.push(
      `${cells(mergedAreas, 'merged area')} over several rows: the value was taken to stand in each of these rows.`,
    )
  if (counts.errors > 0) notes.push(`${cells(counts.errors, 'cell')} with an error such as #DIV/0!, read as empty.`)
  if (counts.unsolved > 0)
    notes.push(
      `${cells(counts.unsolved, 'formula')} without a stored result, read as empty; open and save the workbook in a spreadsheet program to have them.`,
    )
  if (counts.damaged > 0) notes.push(`${cells(counts.damaged, 'damaged cell')}, read as empty.`)
  return notes
}

function cells(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
