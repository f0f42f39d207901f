import type { ColumnMapping, FileChoice, ImportFormat } from '../../../../shared/domain/dataset-import.ts'
import type { RawTable } from '../../../ports/table-reader.ts'
import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import { FileTally } from '../parsing/file-tally.ts'
import { stemOf } from '../parsing/path-names.ts'
import { csvToMarkdown } from './csv-to-markdown.ts'
import { findHeader, textOfCell } from './find-header.ts'
import { guessMapping } from './guess-mapping.ts'
import { parseTable } from './parse-table.ts'
import { takeKnownTable } from './parse-table-file.ts'
import { takeTrainingTable } from './take-training-table.ts'

interface RawTablesFile {
  readonly tables: readonly RawTable[]
  /** SHA-256 (hex) of the bytes, for a file that turns out to be a document. */
  readonly contentHash: string
  readonly mapping: ColumnMapping
  readonly isWholeMapping: boolean
  /** What the user said of one sheet, by its path. */
  readonly choiceOf: (path: string) => FileChoice | undefined
}

/**
 * Takes a workbook or another file of tables: each table whose columns say what it holds as rows of questions, documents
 * or judgments; all others together as one document, a Markdown table each, so that nothing is lost.
 * @param tally of the file; it counts the only table that holds something, or the document.
 * @returns tallies of single sheets, where several hold something: their paths are the file's with the sheet's name.
 */
export function parseRawTables(file: RawTablesFile, tally: FileTally, builder: DatasetBuilder): FileTally[] {
  const filled = file.tables.filter(({ rows }) => rows.length > 0)
  if (filled.length === 0) {
    tally.count(null, { reason: 'The file holds no cell with a value.' })
    return []
  }
  for (const { name, rows } of file.tables)
    if (rows.length === 0) builder.notes.push(`${tally.path}: The sheet "${name ?? ''}" is empty.`)
  const sheets: FileTally[] = []
  const others: RawTable[] = []
  for (const table of filled) {
    const path = filled.length === 1 ? tally.path : `${tally.path}/${table.name ?? ''}`
    const own = filled.length === 1 ? tally : new FileTally({ path, bytes: 0 }, tally.format as ImportFormat)
    const isTaken = takeTable(table, file, own, builder)
    if (!isTaken) others.push(table)
    else if (own !== tally) sheets.push(own)
  }
  if (others.length > 0) takeDocument(others, file, tally, builder)
  else if (sheets.length > 0) tally.role = 'archive'
  return sheets
}

/** @returns false when the columns do not say what the table holds. */
function takeTable(raw: RawTable, file: RawTablesFile, tally: FileTally, builder: DatasetBuilder): boolean {
  const choice = file.choiceOf(tally.path)
  const given = choice?.mapping ?? file.mapping
  const isWhole = choice?.mapping !== undefined || file.isWholeMapping
  const result = findHeader(raw, tally.path, given, isWhole)
  if ('reason' in result) {
    tally.count(null, result)
    return true
  }
  const { table } = result
  const isMapped = isWhole || Object.keys(given).length > 0
  if (!isMapped && takeKnownTable(table, file.contentHash, tally, builder)) {
    tally.describeColumns(table.columns, table.rows)
    return true
  }
  const mapping = guessMapping(tally.path, table.columns, given, isWhole)
  if (takeTrainingTable(table, given, isWhole, tally, builder)) {
    tally.columns = table.columns
    tally.describeColumns(table.columns, table.rows)
    return true
  }
  if (Object.keys(mapping.columns).length === 0) return false
  tally.columns = table.columns
  tally.describeColumns(table.columns, table.rows)
  if (table.rows.length === 0) {
    tally.count(null, { reason: 'The table has a header and no rows.' })
  } else parseTable(table, mapping, tally, builder)
  return true
}

function takeDocument(
  tables: readonly RawTable[],
  { mapping, isWholeMapping, contentHash }: RawTablesFile,
  tally: FileTally,
  builder: DatasetBuilder,
): void {
  const first = findHeader(tables[0]!, tally.path, mapping, isWholeMapping)
  if ('table' in first) {
    tally.columns = first.table.columns
    tally.describeColumns(first.table.columns, first.table.rows)
  }
  for (const { name, notes } of tables)
    for (const note of notes) builder.notes.push(`${tally.path}${name === null ? '' : `/${name}`}: ${note}`)
  tally.role = 'document'
  const outcome = builder.addFileDocument({
    title: stemOf(tally.path),
    text: tables.map(markdownOf).join('\n\n'),
    syntax: 'markdown',
    sourcePath: tally.path,
    tally,
    contentHash,
  })
  if (outcome !== 'accepted') tally.count(null, outcome)
}

function markdownOf({ name, columns, rows }: RawTable): string {
  const cells = rows.map(({ values }) => values.map(textOfCell))
  const body = csvToMarkdown(columns === null ? cells : [[...columns], ...cells])
  return name === null ? body : `## ${name.replace(/\s+/g, ' ')}\n\n${body}`
}
