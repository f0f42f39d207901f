import type { ColumnMapping, ImportedFile, ImportFormat, Rejection } from '../../../../shared/domain/dataset-import.ts'
import type { PreviewColumn, PreviewRow } from '../../../../shared/domain/import-preview.ts'
import { type Cells, cellOf } from '../tables/cell-values.ts'

/** What one row came to: new, a repetition of what is already there, or not acceptable for the reason given. */
export type RowOutcome = 'accepted' | 'duplicate' | { readonly reason: string }

type FileRole = ImportedFile['role']

/** What a preview shows of one file. */
export interface FileSample {
  readonly columns: readonly PreviewColumn[]
  readonly rows: readonly PreviewRow[]
  readonly rejectedRows: readonly PreviewRow[]
}

const sampledRows = 30
const sampledColumns = 200
const sampledCells = 30
const describedRows = 2000
const cellCharacters = 240
const samplesPerColumn = 3

interface SampledRow {
  readonly row: number | null
  readonly outcome: RowOutcome
  readonly cells: Cells
}

/** Counts the rows of one file, so that accepted + duplicates + rejected = rows and every rejection has a reason. */
export class FileTally {
  readonly path: string
  readonly bytes: number
  readonly rejections: Rejection[] = []
  format: ImportFormat | null
  role: FileRole = null
  encoding: string | null = null
  mapping: ColumnMapping = {}
  columns: readonly string[] = []
  #accepted = 0
  #duplicates = 0
  #columnSamples: readonly PreviewColumn[] = []
  readonly #rows: SampledRow[] = []
  readonly #rejectedRows: SampledRow[] = []

  constructor(file: { path: string; bytes: number }, format: ImportFormat | null) {
    this.path = file.path
    this.bytes = file.bytes
    this.format = format
  }

  /**
   * Counts one row (`row` from 1), or the whole file (`row` null).
   * @param cells what stands in the row; the first rows and the first rejected ones are kept for a preview.
   */
  count(row: number | null, outcome: RowOutcome, cells: Cells = {}): void {
    const isRejected = outcome !== 'accepted' && outcome !== 'duplicate'
    if (outcome === 'accepted') this.#accepted++
    else if (outcome === 'duplicate') this.#duplicates++
    else this.rejections.push({ path: this.path, row, reason: outcome.reason })
    if (this.#rows.length < sampledRows) this.#rows.push({ row, outcome, cells })
    if (isRejected && this.#rejectedRows.length < sampledRows) this.#rejectedRows.push({ row, outcome, cells })
  }

  /** Looks at what stands in the columns of a table, in its first rows. */
  describeColumns(columns: readonly string[], rows: readonly { readonly cells: Cells }[]): void {
    const described = rows.slice(0, describedRows)
    this.#columnSamples = columns.slice(0, sampledColumns).map((name) => {
      const samples: string[] = []
      let filled = 0
      for (const { cells } of described) {
        const text = shortText(cellOf(cells, name))
        if (text.trim() === '') continue
        filled++
        if (samples.length < samplesPerColumn && !samples.includes(text)) samples.push(text)
      }
      return { name, filled: described.length === 0 ? 0 : filled / described.length, rows: described.length, samples }
    })
  }

  get accepted(): number {
    return this.#accepted
  }

  toImportedFile(): ImportedFile {
    const rejected = this.rejections.length
    return {
      path: this.path,
      bytes: this.bytes,
      format: this.format,
      encoding: this.encoding,
      role: this.role,
      mapping: this.mapping,
      columns: [...this.columns],
      rows: this.#accepted + this.#duplicates + rejected,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      rejected,
    }
  }

  toSample(): FileSample {
    const mapped = new Set(Object.values(this.mapping))
    const inOrder = (rows: readonly SampledRow[]): PreviewRow[] =>
      rows.map((row) => previewRow(row, mapped)).sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
    return { columns: this.#columnSamples, rows: inOrder(this.#rows), rejectedRows: inOrder(this.#rejectedRows) }
  }
}

function previewRow({ row, outcome, cells }: SampledRow, mapped: ReadonlySet<string>): PreviewRow {
  const names = Object.keys(cells)
  const shown = [...names.filter((name) => mapped.has(name)), ...names.filter((name) => !mapped.has(name))]
  return {
    row,
    cells: Object.fromEntries(shown.slice(0, sampledCells).map((name) => [name, shortText(cells[name])])),
    outcome: typeof outcome === 'string' ? outcome : 'rejected',
    reason: typeof outcome === 'string' ? null : outcome.reason,
  }
}

/** A value as text on one line, cut without tearing a character. */
function shortText(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const line = text.slice(0, cellCharacters * 2).replace(/\s+/g, ' ')
  return line.length <= cellCharacters ? line : `${line.slice(0, cellCharacters).replace(/[\uD800-\uDBFF]$/, '')}…`
}
