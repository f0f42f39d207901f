import type { EvalQuery, GoldSpan, Judgment } from '../../../shared/domain/eval-set.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import type { DatasetStore, EvalExamples, NewEvalSet } from '../../ports/dataset-store.ts'
import type { Database } from './database.ts'

interface SpanRow extends GoldSpan {
  queryId: string
  stale: number
}

/** What eval sets hold: queries with answers and gold spans, splits and judgments. */
export class EvalSetContent implements Pick<DatasetStore, 'examples' | 'evalSetContent'> {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Part of the transaction that adds the eval set itself. */
  add(evalSet: NewEvalSet): void {
    const { evalSetId } = evalSet
    evalSet.queries.forEach((query, position) => {
      this.#database.run(
        'INSERT INTO queries (eval_set_id, position, query_id, text, answers, tags) VALUES (?, ?, ?, ?, ?, ?)',
        evalSetId,
        position,
        query.queryId,
        query.text,
        JSON.stringify(query.answers),
        JSON.stringify(query.tags),
      )
    })
    this.#addSpans(evalSetId, [
      ...evalSet.queries.flatMap((query) => query.spans.map((span) => ({ ...span, queryId: query.queryId, stale: 0 }))),
      ...evalSet.staleSpans.map((span) => ({ ...span, stale: 1 })),
    ])
    for (const [split, queryIds] of evalSet.queryIdsBySplit) {
      queryIds.forEach((queryId, position) => {
        this.#database.run(
          'INSERT INTO split_queries (eval_set_id, split, position, query_id) VALUES (?, ?, ?, ?)',
          evalSetId,
          split,
          position,
          queryId,
        )
      })
    }
    for (const [split, judgments] of evalSet.judgmentsBySplit) {
      for (const { queryId, docId, grade } of judgments) {
        this.#database.run(
          'INSERT INTO judgments (eval_set_id, split, query_id, doc_id, grade) VALUES (?, ?, ?, ?, ?)',
          evalSetId,
          split,
          queryId,
          docId,
          grade,
        )
      }
    }
  }

  examples(evalSetId: EvalSetId, split: string): EvalExamples {
    const spans = this.#spans(evalSetId)
    const queries = this.#database
      .all<{ queryId: string; text: string; answers: string; tags: string }>(
        `SELECT s.query_id AS queryId, q.text, q.answers, q.tags FROM split_queries s
         JOIN queries q ON q.eval_set_id = s.eval_set_id AND q.query_id = s.query_id
         WHERE s.eval_set_id = ? AND s.split = ? ORDER BY s.position`,
        evalSetId,
        split,
      )
      .map((row) => queryOf(row, spans))
    const judgments = new Map<string, Map<string, number>>()
    for (const { queryId, docId, grade } of this.#judgments(evalSetId, split)) {
      const grades = judgments.get(queryId) ?? new Map<string, number>()
      grades.set(docId, grade)
      judgments.set(queryId, grades)
    }
    return { queries, judgments }
  }

  evalSetContent(
    evalSetId: EvalSetId,
  ): Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans'> {
    const spans = this.#spans(evalSetId)
    const queries = this.#database
      .all<{ queryId: string; text: string; answers: string; tags: string }>(
        'SELECT query_id AS queryId, text, answers, tags FROM queries WHERE eval_set_id = ? ORDER BY position',
        evalSetId,
      )
      .map((row) => queryOf(row, spans))
    const queryIdsBySplit = new Map<string, string[]>()
    for (const { split, queryId } of this.#database.all<{ split: string; queryId: string }>(
      'SELECT split, query_id AS queryId FROM split_queries WHERE eval_set_id = ? ORDER BY split, position',
      evalSetId,
    )) {
      const queryIds = queryIdsBySplit.get(split) ?? []
      queryIds.push(queryId)
      queryIdsBySplit.set(split, queryIds)
    }
    const judgmentsBySplit = new Map(
      [...queryIdsBySplit.keys()].map((split) => [split, this.#judgments(evalSetId, split)]),
    )
    const staleSpans = this.#spanRows(evalSetId, 1).map(({ stale: _stale, ...span }) => span)
    return { queries, judgmentsBySplit, queryIdsBySplit, staleSpans }
  }

  #addSpans(evalSetId: EvalSetId, spans: readonly SpanRow[]): void {
    const positions = new Map<string, number>()
    for (const span of spans) {
      const position = positions.get(span.queryId) ?? 0
      positions.set(span.queryId, position + 1)
      this.#database.run(
        `INSERT INTO gold_spans (eval_set_id, query_id, position, doc_id, start, end, quote, stale)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        evalSetId,
        span.queryId,
        position,
        span.docId,
        span.start,
        span.end,
        span.quote,
        span.stale,
      )
    }
  }

  #spanRows(evalSetId: EvalSetId, stale: 0 | 1): SpanRow[] {
    return this.#database.all<SpanRow>(
      `SELECT query_id AS queryId, doc_id AS docId, start, end, quote, stale FROM gold_spans
       WHERE eval_set_id = ? AND stale = ? ORDER BY query_id, position`,
      evalSetId,
      stale,
    )
  }

  #spans(evalSetId: EvalSetId): Map<string, GoldSpan[]> {
    return Map.groupBy(this.#spanRows(evalSetId, 0), (span) => span.queryId)
  }

  #judgments(evalSetId: EvalSetId, split: string): Judgment[] {
    return this.#database.all<Judgment>(
      `SELECT query_id AS queryId, doc_id AS docId, grade FROM judgments WHERE eval_set_id = ? AND split = ?
       ORDER BY query_id, doc_id`,
      evalSetId,
      split,
    )
  }
}

function queryOf(
  row: { queryId: string; text: string; answers: string; tags: string },
  spans: ReadonlyMap<string, readonly GoldSpan[]>,
): EvalQuery {
  return {
    queryId: row.queryId,
    text: row.text,
    answers: JSON.parse(row.answers) as string[],
    tags: JSON.parse(row.tags) as string[],
    spans: (spans.get(row.queryId) ?? []).map(({ docId, start, end, quote }) => ({ docId, start, end, quote })),
  }
}
