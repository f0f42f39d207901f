import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally } from '../parsing/file-tally.ts'
import { stemOf } from '../parsing/path-names.ts'
import { wholeNumberOf, whyNoGrade } from '../tables/cell-values.ts'

/**
 * Relevance judgments: BEIR's three columns (query, document, grade) or TREC's four (query, iteration, document,
 * grade), with or without a header, parted by tabs or other white space. The split is the file's name. Whether the
 * queries exist is checked when all files were seen.
 */
export function parseQrels(text: string, tally: FileTally, builder: DatasetBuilder): void {
  const split = splitOfQrels(tally.path)
  tally.role = 'qrels'
  const lines = text.split(/\r\n|\n|\r/)
  let isFirst = true
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const parts = partsOf(line)
    const mayBeHeader = isFirst
    isFirst = false
    if (mayBeHeader && isHeader(parts)) {
      tally.columns = parts
      continue
    }
    const row = index + 1
    if (parts.length !== 3 && parts.length !== 4) {
      tally.count(row, { reason: `The line has ${parts.length} columns; judgments have 3 (BEIR) or 4 (TREC).` })
      continue
    }
    const queryId = parts[0]!
    const docId = parts.at(-2)!
    const grade = wholeNumberOf(parts.at(-1))
    if (queryId === '' || docId === '') tally.count(row, { reason: 'The query or document id is missing.' })
    else if (grade === null || Number.isNaN(grade))
      tally.count(row, { reason: whyNoGrade(parts.at(-1), `grade "${parts.at(-1)}"`) })
    else builder.statedJudgments.push({ split, queryId, docId, grade, tally, row })
  }
}

/** The split that a judgment file stands for: its name without extension and without the word qrels, else `test`. */
export function splitOfQrels(path: string): string {
  const name = stemOf(path).replace(/(^|[._-])qrels?(?=[._-]|$)/i, '')
  return name.replace(/^[._-]+|[._-]+$/g, '') || 'test'
}

function partsOf(line: string): string[] {
  if (line.includes('\t')) return line.split('\t').map((part) => part.trim())
  return line.trim().split(/\s+/)
}

function isHeader(parts: readonly string[]): boolean {
  return /query|qid|topic/i.test(parts[0] ?? '') && !/^[+-]?\d+(\.\d+)?$/.test(parts.at(-1) ?? '')
}
