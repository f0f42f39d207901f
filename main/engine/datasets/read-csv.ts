import { parse } from 'csv-parse/sync'
import { maxColumns, type Table, type TableRow } from './table.ts'

const delimiters = [',', ';', '\t', '|'] as const

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

export type CsvResult = { readonly table: Table } | { readonly reason: string }

/**
 * Reads a CSV text: the delimiter is found from the first lines, fields may hold line breaks in quotes, rows with more
 * or fewer fields than the header are malformed.
 * @param delimiter given for TSV; else `,`, `;`, tab or `|`, whichever parts the first lines most evenly.
 * @returns the table, or the reason why it is none.
 */
export function readCsv(text: string, delimiter: string | null): CsvResult {
  const unclosed: { row: number; reason: string }[] = []
  const used = delimiter ?? sniffDelimiter(text)
  const records = parseRecords(text, used, unclosed)
  const header = records[0]?.record
  if (header === undefined) return { reason: 'The file has no header line.' }
  if (header.length > maxColumns)
    return { reason: `The header has ${header.length} columns; at most ${maxColumns} can be read.` }

  const { columns, notes } = nameColumns(header)
  const rows: TableRow[] = []
  const malformed = [...unclosed]
  let lastLine = records[0]!.info.lines
  for (const { record, info } of records.slice(1)) {
    // csv-parse gives the line on which a record ends; the first line is of more use to the reader.
    const row = Math.min(lastLine + 1, info.lines)
    lastLine = info.lines
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

function parseRecords(text: string, delimiter: string, unclosed: { row: number; reason: string }[]): CsvRecord[] {
  return parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const row = typeof error?.lines === 'number' && error.lines > 0 ? error.lines : 1
      const isUnclosed = error?.code === 'CSV_QUOTE_NOT_CLOSED'
      const reason = isUnclosed
        ? 'A quotation mark opened on this line is never closed; the rest of the file was not read.'
        : `The row cannot be read: ${error?.message ?? 'unknown error'}.`
      unclosed.push({ row, reason })
    },
  }) as unknown as CsvRecord[]
}

/** The delimiter that parts the first lines into the same number of fields, the more the better. */
function sniffDelimiter(text: string): string {
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

function nameColumns(header: readonly string[]): { columns: string[]; notes: string[] } {
  const notes: string[] = []
  const seen = new Set<string>()
  const columns = header.map((field, index) => {
    const wanted = field.trim() === '' ? `column ${index + 1}` : field.trim()
    let name = wanted
    for (let copy = 2; seen.has(name); copy++) name = `${wanted} (${copy})`
    if (name !== wanted)
      notes.push(`The column "${wanted}" appears more than once; the later one is read as "${name}".`)
    seen.add(name)
    return name
  })
  return { columns, notes }
}
