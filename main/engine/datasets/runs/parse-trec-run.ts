import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally } from '../parsing/file-tally.ts'
import type { StatedRanking } from './parsed-run.ts'

const columnsOfRun = ['query', 'iteration', 'document', 'rank', 'score', 'tag']

/**
 * A run in TREC format: `query Q0 document rank score tag`, parted by white space. The rank column is not looked at, as
 * trec_eval does not: the score orders. Whether queries and documents exist is checked when all files were seen.
 * @param fileSha256 of the file's bytes, hex.
 */
export function parseTrecRun(text: string, fileSha256: string, tally: FileTally, builder: DatasetBuilder): void {
  tally.role = 'run'
  tally.columns = columnsOfRun
  const lines: StatedRanking[] = []
  const tags = new Set<string>()
  let row = 0
  for (const line of linesOf(text)) {
    row++
    if (line.trim() === '') continue
    const parts = partsOf(line)
    const [queryId = '', , docId = '', , scoreText = '', tag = ''] = parts
    const score = scoreOf(scoreText)
    const cells = () => Object.fromEntries(columnsOfRun.map((name, index) => [name, parts[index] ?? '']))
    if (parts.length !== columnsOfRun.length)
      tally.count(row, { reason: `The line has ${parts.length} columns; a TREC run has 6.` }, cells())
    else if (queryId === '' || docId === '')
      tally.count(row, { reason: 'The query or document id is missing.' }, cells())
    else if (score === null) tally.count(row, { reason: `The score "${scoreText}" is not a number.` }, cells())
    else {
      if (tags.size < 100) tags.add(tag)
      lines.push({ row, queryId, docId, score })
    }
  }
  if (row === 0 || (lines.length === 0 && tally.rejections.length === 0))
    tally.count(null, { reason: 'The file is empty.' })
  if (lines.length > 0) builder.statedRuns.push({ tally, fileSha256, tags: [...tags], lines })
}

/** Line by line, as a run can be larger than a second copy of it in memory should be. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield text.slice(start, end)
    start = end + 1
  }
}

function partsOf(line: string): string[] {
  const byTab = line.split('\t')
  if (byTab.length === columnsOfRun.length) return byTab.map((part) => part.trim())
  return line.trim().split(/\s+/)
}

/** A decimal number or an infinity; null for everything else, NaN included, which has no place in an order. */
function scoreOf(text: string): number | null {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null
}
