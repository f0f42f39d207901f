import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import { takePromptfoo, takePromptfooTable } from '../foreign/take-promptfoo.ts'
import { isRagasTable, takeRagas } from '../foreign/take-ragas.ts'
import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { TableFormat } from '../parsing/detect-format.ts'
import type { FileTally } from '../parsing/file-tally.ts'
import { stemOf } from '../parsing/path-names.ts'
import { takeResultJson, takeResultTable } from '../results/take-results.ts'
import { csvToMarkdown } from './csv-to-markdown.ts'
import { guessMapping } from './guess-mapping.ts'
import { parseTable } from './parse-table.ts'
import { readCsv, readCsvFields } from './read-csv.ts'
import { readJsonlTable, readJsonTable } from './read-json-table.ts'
import type { Table } from './table.ts'
import { takeTrainingTable } from './take-training-table.ts'

interface TableFile {
  readonly text: string
  readonly format: TableFormat
  /** SHA-256 of the bytes, for a file that turns out to be one document; `null` when it must not become one. */
  readonly contentHash: string | null
  readonly mapping: ColumnMapping
  /** The mapping is all there is: nothing is guessed beside it. */
  readonly isWholeMapping?: boolean
}

/**
 * Takes a CSV, TSV, JSON or JSONL file: rows of questions, documents or judgments where its columns say so, one
 * document where they do not, so that a folder of mixed files loses nothing. Training sets go to the training side.
 */
export function parseTableFile(file: TableFile, tally: FileTally, builder: DatasetBuilder): void {
  const { text, format, contentHash, mapping: given, isWholeMapping = false } = file
  if (text.trim() === '') {
    tally.count(null, { reason: 'The file is empty.' })
    return
  }
  const isMapped = isWholeMapping || Object.keys(given).length > 0
  const fileSha256 = contentHash ?? ''
  if (!isMapped && format === 'json') {
    const value = jsonOf(text)
    if (takeResultJson(value, fileSha256, tally, builder)) return
    if (takePromptfoo(value, fileSha256, tally, builder)) return
  }
  const result = readTable(text, format)
  if ('reason' in result) {
    tally.count(null, result)
    return
  }
  const { table } = result
  tally.columns = table.columns
  tally.describeColumns(table.columns, table.rows)

  if (!isMapped && takeKnownTable(table, fileSha256, tally, builder)) return

  if (takeTrainingTable(table, given, isWholeMapping, tally, builder)) return
  const mapping = guessMapping(tally.path, table.columns, given, isWholeMapping)
  if (Object.keys(mapping.columns).length > 0) {
    parseTable(table, mapping, tally, builder)
    return
  }

  const isUnreadable = format === 'jsonl' && table.rows.length === 0
  if (isUnreadable || contentHash === null) {
    for (const { row, reason } of table.malformed) tally.count(row, { reason })
    const reason = `No column is known as a question, a text or a judgment; the columns are: ${table.columns.join(', ')}.`
    for (const { row, cells } of table.rows) tally.count(row, { reason }, cells)
    return
  }
  const body = format === 'csv' || format === 'tsv' ? csvToMarkdown(readCsvFields(text, delimiterOf(format))) : text
  tally.role = 'document'
  const outcome = builder.addFileDocument({
    title: stemOf(tally.path),
    text: body,
    syntax: format === 'csv' || format === 'tsv' ? 'markdown' : 'plain',
    sourcePath: tally.path,
    tally,
    contentHash,
  })
  if (outcome !== 'accepted') tally.count(null, outcome)
}

/** Takes a table whose columns are those of a format that we know as a whole. @returns false when they are not. */
export function takeKnownTable(table: Table, fileSha256: string, tally: FileTally, builder: DatasetBuilder): boolean {
  if (takeResultTable(table, fileSha256, tally, builder) || takePromptfooTable(table, tally, builder)) return true
  if (!isRagasTable(table)) return false
  takeRagas(table, fileSha256, tally, builder)
  return true
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function readTable(text: string, format: TableFormat): { table: Table } | { reason: string } {
  if (format === 'json') return readJsonTable(text)
  return format === 'jsonl' ? readJsonlTable(text) : readCsv(text, delimiterOf(format))
}

function delimiterOf(format: TableFormat): string | null {
  return format === 'tsv' ? '\t' : null
}
