import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally, RowOutcome } from '../parsing/file-tally.ts'
import { cellOf, idOf, listOf, textOf } from '../tables/cell-values.ts'
import { type JsonLine, readJsonLines } from '../tables/read-json-lines.ts'
import { stateSpans } from '../tables/state-spans.ts'

/** Columns beyond these are counted in no report: a file with thousands of keys would drown it. */
const maxListedColumns = 200

/** BEIR's `corpus.jsonl`: `_id`, `title`, `text`; metadata is passed over. */
export function parseBeirCorpus(text: string, tally: FileTally, builder: DatasetBuilder, mapping: ColumnMapping): void {
  const columns = { docId: mapping.docId ?? '_id', title: mapping.title ?? 'title', text: mapping.text ?? 'text' }
  let emptyDocuments = 0
  const takeRow = (line: JsonLine): RowOutcome => {
    if ('reason' in line) return line
    const docId = idOf(cellOf(line.cells, columns.docId)) ?? idOf(cellOf(line.cells, 'id'))
    if (docId === null) return { reason: `The document has no id in "${columns.docId}".` }
    const body = textOf(cellOf(line.cells, columns.text))
    const title = textOf(cellOf(line.cells, columns.title))
    const outcome = builder.addDocument({ docId, title, text: body, syntax: 'plain', sourcePath: tally.path })
    if (outcome === 'accepted' && body.trim() === '') emptyDocuments++
    return outcome
  }
  readRows(text, tally, takeRow)
  tally.role = 'corpus'
  tally.mapping = presentColumns(columns, tally.columns)
  if (emptyDocuments > 0)
    builder.notes.push(
      `${tally.path}: ${emptyDocuments} document${emptyDocuments === 1 ? ' has an' : 's have an'} empty text. ${emptyDocuments === 1 ? 'It is kept, because its id' : 'They are kept, because their ids'} may be judged.`,
    )
}

/** BEIR's `queries.jsonl`: `_id`, `text`. */
export function parseBeirQueries(
  text: string,
  tally: FileTally,
  builder: DatasetBuilder,
  mapping: ColumnMapping,
): void {
  const columns = { queryId: mapping.queryId ?? '_id', query: mapping.query ?? 'text' }
  readRows(text, tally, (line) => {
    if ('reason' in line) return line
    const queryId = idOf(cellOf(line.cells, columns.queryId)) ?? idOf(cellOf(line.cells, 'id'))
    if (queryId === null) return { reason: `The query has no id in "${columns.queryId}".` }
    const queryText = textOf(cellOf(line.cells, columns.query))
    if (queryText.trim() === '') return { reason: `The query "${queryId}" has no text in "${columns.query}".` }
    return builder.addQuery({
      queryId,
      text: queryText,
      answers: [],
      spans: [],
      tags: [],
      split: null,
      spansJudge: true,
    })
  })
  tally.role = 'queries'
  tally.mapping = presentColumns(columns, tally.columns)
}

/**
 * `answers.jsonl` beside a BEIR set: `_id`, `answers`, and where known `doc` with `spans` (`[start, end]` pairs or
 * objects) or `start`, from which the first answer reaches.
 */
export function parseBeirAnswers(text: string, tally: FileTally, builder: DatasetBuilder): void {
  readRows(text, tally, (line) => {
    if ('reason' in line) return line
    const queryId = idOf(cellOf(line.cells, '_id'))
    if (queryId === null) return { reason: 'The answers have no query id in "_id".' }
    const answers = listOf(cellOf(line.cells, 'answers'))
    const columns = { spans: 'spans', spanDoc: 'doc', spanStart: 'start', spanEnd: 'end', spanQuote: 'quote' }
    const stated = stateSpans(line.cells, columns, { docId: idOf(cellOf(line.cells, 'doc')), answers })
    return 'reason' in stated ? stated : builder.addAnswers({ queryId, answers, spans: stated.spans })
  })
  tally.role = 'answers'
  const columns = { queryId: '_id', answers: 'answers', spans: 'spans', spanDoc: 'doc', spanStart: 'start' }
  tally.mapping = presentColumns(columns, tally.columns)
}

function readRows(text: string, tally: FileTally, takeRow: (line: JsonLine) => RowOutcome): void {
  const columns = new Set<string>()
  for (const line of readJsonLines(text)) {
    if ('cells' in line && columns.size < maxListedColumns)
      for (const column of Object.keys(line.cells)) columns.add(column)
    tally.count(line.row, takeRow(line), 'cells' in line ? line.cells : undefined)
  }
  tally.columns = [...columns].slice(0, maxListedColumns)
}

function presentColumns(columns: ColumnMapping, present: readonly string[]): ColumnMapping {
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => present.includes(column)))
}
