import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally } from '../parsing/file-tally.ts'
import type { Table, TableRow } from '../tables/table.ts'
import { readComparisonJson } from './read-comparison-json.ts'
import { comparisonTableKind, readTidyTable, readWideTable } from './read-comparison-table.ts'
import { isExampleTable, readExampleRows } from './read-example-rows.ts'

/**
 * Takes a table of results that this program exported: figures of runs, or their examples. Which eval set they are of is
 * settled when all files were seen.
 * @param fileSha256 of the file's bytes, hex.
 * @returns false when the table is none of these; nothing was taken then.
 */
export function takeResultTable(table: Table, fileSha256: string, tally: FileTally, builder: DatasetBuilder): boolean {
  const kind = comparisonTableKind(table)
  if (kind === null && !isExampleTable(table)) return false
  tally.role = 'run'
  tally.columns = table.columns
  for (const note of table.notes) builder.notes.push(`${tally.path}: ${note}`)
  const read = kind === 'wide' ? readWideTable(table) : kind === 'tidy' ? readTidyTable(table) : readExampleRows(table)
  for (const item of read) {
    if ('result' in item) builder.statedResults.push({ tally, fileSha256, result: item.result })
    else tally.count(item.row.row, { reason: item.reason }, item.row.cells)
  }
  for (const { row, reason } of table.malformed) tally.count(row, { reason })
  if (table.rows.length === 0 && table.malformed.length === 0) tally.count(null, { reason: 'The table has no rows.' })
  return true
}

/** The same for a comparison as JSON. */
export function takeResultJson(value: unknown, fileSha256: string, tally: FileTally, builder: DatasetBuilder): boolean {
  const read = readComparisonJson(value)
  if (read === null) return false
  tally.role = 'run'
  for (const item of read) {
    if ('result' in item) builder.statedResults.push({ tally, fileSha256, result: item.result })
    else tally.count(item.row, { reason: item.reason } satisfies { reason: string }, {} satisfies TableRow['cells'])
  }
  if (read.length === 0) tally.count(null, { reason: 'The comparison holds no run.' })
  return true
}
