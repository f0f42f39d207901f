import { createHash } from 'node:crypto'
import type { Answer } from '../../../../shared/domain/answer.ts'
import type { DatasetBuilder, QueryRow } from '../parsing/dataset-builder.ts'
import type { FileTally, RowOutcome } from '../parsing/file-tally.ts'
import type { ParsedDocument } from '../parsing/parsed-dataset.ts'
import { stemOf } from '../parsing/path-names.ts'
import type { StatedExample } from '../results/stated-result.ts'
import { cellOf, idOf, textOf } from '../tables/cell-values.ts'
import type { Table, TableRow } from '../tables/table.ts'
import { textList } from './text-list.ts'

/** Columns by what they hold: today's names first, then those of Ragas before version 0.2. */
const names = {
  question: ['user_input', 'question'],
  reference: ['reference', 'ground_truth', 'ground_truths', 'ground_truth_answer'],
  gold: ['reference_contexts', 'ground_truth_contexts'],
  retrieved: ['retrieved_contexts', 'contexts'],
  response: ['response', 'answer'],
  label: ['synthesizer_name', 'evolution_type', 'query_type'],
  id: ['query_id', 'question_id', 'id'],
} as const

/** Whether a table is a Ragas-style set: questions with contexts as lists of texts, or answers beside references. */
export function isRagasTable({ columns }: Pick<Table, 'columns'>): boolean {
  const has = (part: keyof typeof names) => names[part].some((name) => columns.includes(name))
  if (columns.includes('user_input')) return has('reference') || has('gold') || has('retrieved') || has('response')
  return columns.includes('question') && (columns.includes('contexts') || columns.includes('ground_truth'))
}

interface TakenRow {
  readonly query: QueryRow
  readonly gold: readonly ParsedDocument[]
  readonly retrieved: readonly ParsedDocument[] | null
  readonly response: string | null
}

/**
 * Takes a Ragas-style set: questions with their references, contexts as documents of their own (a reference context is
 * judged relevant), and, where there are responses or retrieved contexts, one run that retrieved and answered them.
 */
export function takeRagas(table: Table, fileSha256: string, tally: FileTally, builder: DatasetBuilder): void {
  tally.role = 'examples'
  const columnOf = (part: keyof typeof names) =>
    (names[part] as readonly string[]).find((name) => table.columns.includes(name))
  const examples: StatedExample[] = []
  for (const row of table.rows) {
    const read = readRow(row, columnOf, tally)
    const outcome = 'reason' in read ? read : addRow(read, builder)
    tally.count(row.row, outcome, row.cells)
    if ('reason' in read || outcome !== 'accepted') continue
    if (read.response !== null || read.retrieved !== null) examples.push(exampleOf(read))
  }
  for (const { row, reason } of table.malformed) tally.count(row, { reason })
  tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  const used = new Set(Object.keys(names).map((part) => columnOf(part as keyof typeof names)))
  const left = table.columns.filter((column) => !used.has(column))
  if (left.length > 0)
    builder.notes.push(`${tally.path}: These columns of the set were left out: ${left.slice(0, 20).join(', ')}.`)
  if (examples.length === 0) return
  builder.statedResults.push({
    tally,
    fileSha256,
    result: {
      ...{ statedId: stemOf(tally.path), name: stemOf(tally.path), evalSetName: null, split: null, recipe: null },
      ...{ baseline: null, figures: [], examples, tags: ['ragas'], notes: '', rows: [] },
    },
  })
}

function readRow(
  { row, cells }: TableRow,
  columnOf: (part: keyof typeof names) => string | undefined,
  { path }: FileTally,
): TakenRow | { readonly reason: string } {
  const cell = (part: keyof typeof names) => cellOf(cells, columnOf(part))
  const question = cell('question')
  if (Array.isArray(question)) return { reason: 'The row is a conversation of several turns, which is not imported.' }
  const text = textOf(question)
  if (text.trim() === '') return { reason: `The row has no question in "${columnOf('question')}".` }
  const document = (context: string): ParsedDocument => ({
    docId: `context-${createHash('sha256').update(context).digest('hex').slice(0, 16)}`,
    ...{ title: '', text: context, syntax: 'plain', sourcePath: path },
  })
  const retrieved = cell('retrieved')
  const response = textOf(cell('response'))
  return {
    query: {
      queryId: idOf(cell('id')) ?? `${path}#${row}`,
      text,
      answers: textList(cell('reference')),
      spans: [],
      tags: textOf(cell('label')).trim() === '' ? [] : [textOf(cell('label')).trim()],
      split: null,
      spansJudge: false,
    },
    gold: unique(textList(cell('gold'))).map(document),
    retrieved: retrieved == null || retrieved === '' ? null : unique(textList(retrieved)).map(document),
    response: response.trim() === '' ? null : response,
  }
}

function addRow({ query, gold, retrieved }: TakenRow, builder: DatasetBuilder): RowOutcome {
  const outcome = builder.checkQuery(query)
  if (outcome !== 'accepted') return outcome
  for (const document of [...gold, ...(retrieved ?? [])])
    if (builder.checkDocument(document) === 'accepted') builder.addDocument(document)
  builder.addQuery(query)
  for (const { docId } of gold) builder.addJudgment({ split: 'test', queryId: query.queryId, docId, grade: 1 })
  return 'accepted'
}

function exampleOf({ query: { queryId }, retrieved, response }: TakenRow): StatedExample {
  const answer: Answer = {
    ...{ queryId, repetition: 0, text: response ?? '', abstained: false, finishReason: 'stop', failure: null },
    ...{ passages: [], citations: [], brokenCitations: 0, usage: null, latencyMs: { assemble: 0, generate: 0 } },
    ...{ cached: false, costUsd: null },
  }
  return {
    ...{ queryId, scores: {}, latencyMs: {}, triage: null, answers: response === null ? [] : [answer] },
    // The set gives an order and no scores.
    retrieved: retrieved?.map(({ docId }, index) => ({ docId, score: retrieved.length - index })) ?? null,
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
