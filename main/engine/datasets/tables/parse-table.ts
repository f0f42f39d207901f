import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import type { DatasetBuilder, QueryRow } from '../parsing/dataset-builder.ts'
import type { FileTally, RowOutcome } from '../parsing/file-tally.ts'
import type { ParsedDocument, ParsedJudgment } from '../parsing/parsed-dataset.ts'
import {
  type Cells,
  cellOf,
  idOf,
  isRecord,
  listOf,
  parseIfJson,
  textOf,
  wholeNumberOf,
  whyNoGrade,
} from './cell-values.ts'
import { isJudgmentTable, type TableMapping } from './guess-mapping.ts'
import { stateSpans } from './state-spans.ts'
import type { Table, TableRow } from './table.ts'

/** What one row holds, before it is checked against the rows before it. */
interface RowContent {
  readonly document: ParsedDocument | null
  readonly query: QueryRow | null
  readonly judgments: readonly ParsedJudgment[]
}

/**
 * Takes the rows of a table whose columns are known: rows with a question are examples, rows with a text are
 * documents, rows with both are both, and the question is judged relevant to that text. A row is taken as a whole or
 * not at all.
 */
export function parseTable(table: Table, mapping: TableMapping, tally: FileTally, builder: DatasetBuilder): void {
  const { columns } = mapping
  tally.columns = table.columns
  tally.mapping = columns
  tally.role = isJudgmentTable(columns) ? 'qrels' : columns.query === undefined ? 'corpus' : 'examples'
  for (const note of table.notes) builder.notes.push(`${tally.path}: ${note}`)
  const interpreter = new RowInterpreter(mapping, tally, builder)
  for (const row of table.rows) {
    if (isJudgmentTable(columns)) takeJudgmentRow(row, columns, tally, builder)
    else tally.count(row.row, takeRow(interpreter.interpret(row), builder), row.cells)
  }
  for (const { row, reason } of table.malformed) tally.count(row, { reason })
  tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
}

function takeRow(content: RowContent | { readonly reason: string }, builder: DatasetBuilder): RowOutcome {
  if ('reason' in content) return content
  const { document, query, judgments } = content
  const checks: RowOutcome[] = [
    ...(document === null ? [] : [builder.checkDocument(document)]),
    ...(query === null ? [] : [builder.checkQuery(query)]),
    ...judgments.map((judgment) => builder.checkJudgment(judgment)),
  ]
  const refused = checks.find((check) => typeof check === 'object')
  if (refused !== undefined) return refused
  if (document !== null && (query === null || builder.checkDocument(document) === 'accepted'))
    builder.addDocument(document)
  if (query !== null) builder.addQuery(query)
  for (const judgment of judgments) builder.addJudgment(judgment)
  return checks.includes('accepted') ? 'accepted' : 'duplicate'
}

function takeJudgmentRow(row: TableRow, columns: ColumnMapping, tally: FileTally, builder: DatasetBuilder): void {
  const queryId = idOf(cellOf(row.cells, columns.queryId))
  const docIds = docIdsOf(cellOf(row.cells, columns.docId))
  const grade = columns.grade === undefined ? 1 : wholeNumberOf(cellOf(row.cells, columns.grade))
  const reject = (reason: string): void => tally.count(row.row, { reason }, row.cells)
  if (queryId === null || docIds.length === 0) reject('The query or document id is missing.')
  else if (docIds.length > 1) reject('The row names several documents; a judgment is about one.')
  else if (grade === null || Number.isNaN(grade))
    reject(whyNoGrade(cellOf(row.cells, columns.grade), `grade in "${columns.grade}"`))
  else {
    const split = idOf(cellOf(row.cells, columns.split)) ?? 'test'
    builder.statedJudgments.push({ split, queryId, docId: docIds[0]!, grade, tally, row: row.row })
  }
}

class RowInterpreter {
  readonly #columns: ColumnMapping
  readonly #tagColumns: readonly string[]
  readonly #tally: FileTally
  readonly #builder: DatasetBuilder
  /** Ids given to texts and questions without one, so that the same text has the same id. */
  readonly #generatedDocIds = new Map<string, string>()
  readonly #generatedQueryIds = new Map<string, string>()

  constructor(mapping: TableMapping, tally: FileTally, builder: DatasetBuilder) {
    this.#columns = mapping.columns
    this.#tagColumns = mapping.tagColumns
    this.#tally = tally
    this.#builder = builder
    // Texts without ids that an earlier file of the import gave are the same documents.
    if (mapping.columns.docId === undefined && mapping.columns.text !== undefined)
      for (const { docId, text } of builder.documents.values()) this.#generatedDocIds.set(text, docId)
  }

  interpret({ row, cells }: TableRow): RowContent | { readonly reason: string } {
    const columns = this.#columns
    const text = textOf(cellOf(cells, columns.text))
    const queryText = textOf(cellOf(cells, columns.query))
    const hasText = text.trim() !== ''
    const hasQuery = queryText.trim() !== ''
    const docIds = docIdsOf(cellOf(cells, columns.docId))
    if (!hasQuery && !hasText) return { reason: this.#emptyReason() }
    if (hasText && docIds.length > 1) return { reason: `"${columns.docId}" names several documents for one text.` }
    if (hasText && columns.docId !== undefined && docIds.length === 0)
      return { reason: `The document has no id in "${columns.docId}".` }
    const document = hasText ? this.#document(cells, row, text, docIds[0] ?? null) : null
    if (!hasQuery) return { document, query: null, judgments: [] }

    const rowDocIds = document === null ? docIds : [document.docId]
    const example = this.#example(cells, row, queryText, rowDocIds)
    if ('reason' in example) return example
    return { document, query: example.query, judgments: example.judgments }
  }

  #emptyReason(): string {
    const { query, text } = this.#columns
    const named = [query, text].filter((column) => column !== undefined).map((column) => `"${column}"`)
    return `The row is empty in ${named.join(' and ')}.`
  }

  #document(cells: Cells, row: number, text: string, statedId: string | null): ParsedDocument {
    const knownId = statedId === null ? this.#generatedDocIds.get(text) : undefined
    const known = knownId === undefined ? undefined : this.#builder.documents.get(knownId)
    if (known !== undefined) return known
    const docId = statedId ?? `${this.#tally.path}#${row}`
    if (statedId === null) this.#generatedDocIds.set(text, docId)
    const title = textOf(cellOf(cells, this.#columns.title))
    return { docId, title, text, syntax: 'plain', sourcePath: this.#tally.path }
  }

  #example(
    cells: Cells,
    row: number,
    text: string,
    docIds: readonly string[],
  ): { query: QueryRow; judgments: ParsedJudgment[] } | { readonly reason: string } {
    const columns = this.#columns
    const stated = squadAnswers(cellOf(cells, columns.answers))
    const spans = stateSpans(cells, columns, {
      docId: docIds.length === 1 ? docIds[0]! : null,
      answers: stated.answers,
      answerStart: stated.start,
    })
    if ('reason' in spans) return spans
    const grade = wholeNumberOf(cellOf(cells, columns.grade)) ?? 1
    if (Number.isNaN(grade)) return { reason: whyNoGrade(cellOf(cells, columns.grade), `grade in "${columns.grade}"`) }

    const split = idOf(cellOf(cells, columns.split))
    const tags = [...new Set(this.#tagColumns.flatMap((column) => tagsOf(column, cellOf(cells, column))))]
    const content = { text, answers: stated.answers, spans: spans.spans, tags, split }
    const queryId = this.#queryId(cells, row, JSON.stringify(content))
    if (queryId === null) return { reason: `The query has no id in "${columns.queryId}".` }
    const spansJudge = columns.docId === undefined && docIds.length === 0
    const judgments = docIds.map((docId) => ({ split: split ?? 'test', queryId, docId, grade }))
    return { query: { queryId, ...content, spansJudge }, judgments }
  }

  #queryId(cells: Cells, row: number, content: string): string | null {
    if (this.#columns.queryId !== undefined) return idOf(cellOf(cells, this.#columns.queryId))
    const queryId = this.#generatedQueryIds.get(content) ?? `${this.#tally.path}#${row}`
    this.#generatedQueryIds.set(content, queryId)
    return queryId
  }
}

function docIdsOf(value: unknown): string[] {
  const plain = parseIfJson(value)
  // AutoRAG groups documents that answer a question together: lists in a list.
  const items: readonly unknown[] = Array.isArray(plain) ? plain.flat(2) : [plain]
  return [...new Set(items.map(idOf).filter((id) => id !== null))]
}

/** Answers as a list or one string, or SQuAD's `{text: [...], answer_start: [...]}`. */
function squadAnswers(value: unknown): { answers: string[]; start: number | null } {
  const plain = parseIfJson(value)
  if (!isRecord(plain)) return { answers: listOf(value), start: null }
  const starts = cellOf(plain, 'answer_start')
  const start = wholeNumberOf(Array.isArray(starts) ? starts[0] : starts)
  return { answers: listOf(cellOf(plain, 'text')), start: Number.isNaN(start) ? null : start }
}

/** Labels of one column. A number alone would say nothing among other labels: it keeps its column's name. */
function tagsOf(column: string, value: unknown): string[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [`${column}:${value}`]
  if (typeof value === 'string' && /^(tags?|labels)$/i.test(column) && !/^\s*\[/.test(value))
    return value
      .split(/[,;|]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return [`${column}:${value.trim()}`]
  return listOf(value).map((tag) => tag.trim())
}
