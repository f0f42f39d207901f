import type { EvalQuery, GoldSpan } from '../../../shared/domain/eval-set.ts'
import type { CorpusVersionId, EvalSetId } from '../../../shared/domain/ids.ts'
import type { ExampleStore } from '../../ports/example-store.ts'
import type { Database } from './database.ts'

interface QueryRow {
  queryId: string
  text: string
  answers: string
  tags: string
}

const joinQueries = `FROM split_queries s JOIN queries q ON q.eval_set_id = s.eval_set_id AND q.query_id = s.query_id
  WHERE s.eval_set_id = ? AND s.split = ?`

export class SqliteExampleStore implements ExampleStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  queriesAt(evalSetId: EvalSetId, split: string, positions: Iterable<number>): Omit<EvalQuery, 'spans'>[] {
    return [...positions].flatMap((position) => {
      const row = this.#database.get<QueryRow>(
        `SELECT q.query_id AS queryId, q.text, q.answers, q.tags ${joinQueries} AND s.position = ?`,
        evalSetId,
        split,
        position,
      )
      if (!row) return []
      const answers = JSON.parse(row.answers) as string[]
      return [{ queryId: row.queryId, text: row.text, answers, tags: JSON.parse(row.tags) as string[] }]
    })
  }

  positionOf(evalSetId: EvalSetId, split: string, queryId: string): number | null {
    return (
      this.#database.get<{ position: number }>(
        'SELECT position FROM split_queries WHERE eval_set_id = ? AND split = ? AND query_id = ?',
        evalSetId,
        split,
        queryId,
      )?.position ?? null
    )
  }

  search(evalSetId: EvalSetId, split: string, words: readonly string[]): Uint32Array {
    const wanted = words.map(folded)
    // Two walks along their tables take half the time of a join, which jumps for every query.
    const found = new Set<string>()
    for (const row of this.#database.iterate<QueryRow>(
      'SELECT query_id AS queryId, text, answers, tags FROM queries WHERE eval_set_id = ?',
      evalSetId,
    )) {
      // Answers and tags stay JSON here: their quotes and brackets are no words that anyone searches for.
      const text = folded(`${row.queryId}\n${row.text}\n${row.answers}\n${row.tags}`)
      if (wanted.every((word) => text.includes(word))) found.add(row.queryId)
    }
    if (found.size === 0) return new Uint32Array(0)
    const positions: number[] = []
    for (const { position, queryId } of this.#database.iterate<{ position: number; queryId: string }>(
      `SELECT position, query_id AS queryId FROM split_queries WHERE eval_set_id = ? AND split = ? ORDER BY position`,
      evalSetId,
      split,
    )) {
      if (found.has(queryId)) positions.push(position)
    }
    return Uint32Array.from(positions)
  }

  judgmentsOf(evalSetId: EvalSetId, split: string, queryId: string): Map<string, number> {
    const rows = this.#database.all<{ docId: string; grade: number }>(
      `SELECT doc_id AS docId, grade FROM judgments WHERE eval_set_id = ? AND split = ? AND query_id = ?
       ORDER BY grade DESC, doc_id`,
      evalSetId,
      split,
      queryId,
    )
    return new Map(rows.map(({ docId, grade }) => [docId, grade]))
  }

  spansOf(evalSetId: EvalSetId, queryId: string): GoldSpan[] {
    return this.#database
      .all<GoldSpan>(
        `SELECT doc_id AS docId, start, end, quote FROM gold_spans
         WHERE eval_set_id = ? AND query_id = ? AND stale = 0 ORDER BY position`,
        evalSetId,
        queryId,
      )
      .map((row) => ({ ...row }))
  }

  documentIdsAt(versionId: CorpusVersionId, positions: Iterable<number>): Map<number, string> {
    const ids = new Map<number, string>()
    for (const position of positions) {
      if (ids.has(position)) continue
      const row = this.#database.get<{ docId: string }>(
        'SELECT doc_id AS docId FROM version_documents WHERE version_id = ? AND position = ?',
        versionId,
        position,
      )
      if (row) ids.set(position, row.docId)
    }
    return ids
  }
}

/** Text as it is searched: forms of one character that look alike are one, and case does not matter. */
function folded(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFKC')).toLowerCase()
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  return /^[\x00-\x7f]*$/u.test(text)
}
