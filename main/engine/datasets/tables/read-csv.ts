import { parse } from 'csv-parse/sync'
import { nameColumns } from './name-columns.ts'
import { maxColumns, type Table, type TableRow } from './table.ts'

const delimiters = [',', ';', '\t', '|'] as const

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

type CsvResult = { readonly table: Table } | { readonly reason: string }

/**
 * Reads a CSV text: the delimiter is found from the first lines, fields may hold line breaks in quotes, rows with more
 * or fewer fields than the header are malformed.
 * @param delimiter given for TSV; else `,`, `;`, tab or `|`, whichever parts the first lines most evenly.
 * @returns the table, or the reason why it is none.
 */
export function readCsv(text: string, delimiter: string | null): CsvResult {
  const skipped: { row: number; reason: string }[] = []
  const records = parseRecords(text, delimiter ?? sniffDelimiter(text), skipped)
  const header = records[0]?.record
  if (header === undefined) return { reason: 'The file has no header line.' }
  if (header.length > maxColumns)
    return { reason: `The header has ${header.length} columns; at most ${maxColumns} can be read.` }

  const { columns, notes } = nameColumns(header)
  const rows: TableRow[] = []
  const malformed = [...skipped]
  for (const { record, info } of records.slice(1)) {
    const row = firstLineOf({ record, info })
    if (record.length === header.length)
      rows.push({ row, cells: Object.fromEntries(columns.map((column, index) => [column, record[index]])) })
    else if (record.some((field) => field.trim() !== ''))
      malformed.push({ row, reason: `The row has ${record.length} fields; the header has ${header.length}.` })
  }
  return { table: { columns, rows, malformed, notes } }
}

/** The fields of every row, header included, without judging them; for files that are taken as one document. */
export function readCsvFields(text: string, delimiter: string | null): readonly (readonly string[])[] {
  return parseRecords(text, delimiter ?? sniffDelimiter(text), []).map(({ record }) => record)
}

function parseRecords(text: string, delimiter: string, skipped: { row: number; reason: string }[]): CsvRecord[] {
  let isUnclosed = false
  const records = parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error?.code === 'CSV_QUOTE_NOT_CLOSED') isUnclosed = true
      else skipped.push({ row: lineOf(error), reason: `The row cannot be read: ${error?.message ?? 'unknown error'}.` })
    },
  }) as unknown as CsvRecord[]
  if (isUnclosed) {
    // csv-parse names the last line of the file; the quotation mark stands behind the last row that was read.
    const row = (records.at(-1)?.info.lines ?? 0) + 1
    const reason = 'A quotation mark opened in this row is never closed; the rest of the file was not read.'
    skipped.push({ row, reason })
  }
  return records
}

/** csv-parse gives the line on which a record ends. */
function firstLineOf({ record, info }: CsvRecord): number {
  const lineBreaks = record.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
  return Math.max(1, info.lines - lineBreaks)
}

function lineOf(error: unknown): number {
  const lines = typeof error === 'object' && error !== null && 'lines' in error ? error.lines : null
  return typeof lines === 'number' && lines > 0 ? lines : 1
}

/** The delimiter that parts the first lines into the same number of fields, the more the better. */
function sniffDelimiter(text: string): string {
  // Our own tables of figures: names of runs can hold any sign, more often than not.
  if (text.startsWith('run,name,rung,')) return ','
  const sample = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\n|\r/, 21)
    .filter((line) => line.trim() !== '')
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const counts = sample.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1)
    const inHeader = counts[0] ?? 0
    if (inHeader === 0) continue
    const even = counts.filter((count) => count === inHeader).length / counts.length
    const score = even * (1 + Math.log(inHeader))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
