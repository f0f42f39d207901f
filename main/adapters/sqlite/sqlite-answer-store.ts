import type { Answer, Evaluation, Triage } from '../../../shared/domain/answer.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { AnswerStore } from '../../ports/answer-store.ts'
import type { Database } from './database.ts'
import { runNumberOf } from './run-number-of.ts'

interface PlaceRow {
  query_id: string
  repetition: number
}

const pageSize = 200

/** What models answered, and what evaluators said of it. */
export class SqliteAnswerStore implements AnswerStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(runId: RunId, answer: Answer): void {
    this.#database.run(
      `INSERT INTO answers (run_number, query_id, repetition, failure, answer)
       SELECT run_number, ?, ?, ?, ? FROM runs WHERE run_id = ?
       ON CONFLICT (run_number, query_id, repetition) DO UPDATE
       SET failure = excluded.failure, answer = excluded.answer WHERE answers.failure = 'unavailable'`,
      answer.queryId,
      answer.repetition,
      answer.failure?.kind ?? null,
      JSON.stringify(answer),
      runId,
    )
  }

  answered(runId: RunId): Set<string> {
    const number = runNumberOf(this.#database, runId)
    const rows = this.#database.all<PlaceRow>(
      `SELECT query_id, repetition FROM answers WHERE run_number = ?
       EXCEPT SELECT query_id, repetition FROM answers WHERE run_number = ? AND failure = 'unavailable'`,
      number,
      number,
    )
    return new Set(rows.map(keyOf))
  }

  answersOf(runId: RunId, queryId: string): Answer[] {
    return this.#database
      .all<{ answer: string }>(
        'SELECT answer FROM answers WHERE run_number = ? AND query_id = ? ORDER BY repetition',
        runNumberOf(this.#database, runId),
        queryId,
      )
      .map((row) => JSON.parse(row.answer) as Answer)
  }

  /** In pages: one open statement could not serve two readers, nor a writer between two answers. */
  *all(runId: RunId): Iterable<Answer> {
    const number = runNumberOf(this.#database, runId)
    let last: PlaceRow | undefined = { query_id: '', repetition: -1 }
    while (last) {
      const page: (PlaceRow & { answer: string })[] = this.#database.all(
        `SELECT query_id, repetition, answer FROM answers
         WHERE run_number = ? AND (query_id, repetition) > (?, ?) ORDER BY query_id, repetition LIMIT ?`,
        number,
        last.query_id,
        last.repetition,
        pageSize,
      )
      for (const row of page) yield JSON.parse(row.answer) as Answer
      last = page.at(-1)
    }
  }

  answeredExamples(runId: RunId): number {
    return this.#database.get<{ n: number }>(
      `SELECT count(DISTINCT query_id) AS n FROM answers WHERE run_number = ? AND failure IS NOT 'unavailable'`,
      runNumberOf(this.#database, runId),
    )!.n
  }

  workedOn(runId: RunId): { examples: number; answers: number } {
    return this.#database.get<{ examples: number; answers: number }>(
      `SELECT count(DISTINCT query_id) AS examples, count(*) AS answers FROM answers
       WHERE run_number = ? AND (failure IS NULL OR failure = 'malformed')`,
      runNumberOf(this.#database, runId),
    )!
  }

  addEvaluations(runId: RunId, evaluations: readonly Evaluation[]): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
      for (const { measure, queryId, repetition, score, reason } of evaluations) {
        this.#database.run(
          `INSERT OR REPLACE INTO evaluations (run_number, measure, query_id, repetition, score, reason)
           VALUES (?, ?, ?, ?, ?, ?)`,
          number,
          measure,
          queryId,
          repetition,
          score,
          reason,
        )
      }
    })
  }

  evaluationsOf(runId: RunId, queryId: string): Evaluation[] {
    return this.#database.all<Evaluation>(
      `SELECT measure, query_id AS queryId, repetition, score, reason FROM evaluations
       WHERE run_number = ? AND query_id = ? ORDER BY measure, repetition`,
      runNumberOf(this.#database, runId),
      queryId,
    )
  }

  *evaluations(runId: RunId, measure: string): Iterable<Evaluation> {
    const number = runNumberOf(this.#database, runId)
    let last: Pick<Evaluation, 'queryId' | 'repetition'> | undefined = { queryId: '', repetition: -1 }
    while (last) {
      const page: Evaluation[] = this.#database.all<Evaluation>(
        `SELECT measure, query_id AS queryId, repetition, score, reason FROM evaluations
         WHERE run_number = ? AND measure = ? AND (query_id, repetition) > (?, ?)
         ORDER BY query_id, repetition LIMIT ?`,
        number,
        measure,
        last.queryId,
        last.repetition,
        pageSize,
      )
      yield* page
      last = page.at(-1)
    }
  }

  evaluatedAnswers(runId: RunId, measure: string): number {
    return this.#database.get<{ n: number }>(
      'SELECT count(*) AS n FROM evaluations WHERE run_number = ? AND measure = ?',
      runNumberOf(this.#database, runId),
      measure,
    )!.n
  }

  measures(runId: RunId): string[] {
    const number = runNumberOf(this.#database, runId)
    // From one measure to the next along the key: DISTINCT would read every evaluation.
    return this.#database
      .all<{ measure: string }>(
        `WITH RECURSIVE steps (measure) AS (
           SELECT min(measure) FROM evaluations WHERE run_number = ?
           UNION ALL
           SELECT (SELECT min(e.measure) FROM evaluations e WHERE e.run_number = ? AND e.measure > steps.measure)
           FROM steps WHERE steps.measure IS NOT NULL
         ) SELECT measure FROM steps WHERE measure IS NOT NULL`,
        number,
        number,
      )
      .map((row) => row.measure)
  }

  setTriage(runId: RunId, triage: ReadonlyMap<string, Triage>): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
      this.#database.run('DELETE FROM triage WHERE run_number = ?', number)
      for (const [queryId, kind] of triage) {
        this.#database.run('INSERT INTO triage (run_number, query_id, kind) VALUES (?, ?, ?)', number, queryId, kind)
      }
    })
  }

  setTriageOf(runId: RunId, queryId: string, triage: Triage | null): void {
    const number = runNumberOf(this.#database, runId)
    if (triage === null) {
      this.#database.run('DELETE FROM triage WHERE run_number = ? AND query_id = ?', number, queryId)
      return
    }
    this.#database.run(
      'INSERT OR REPLACE INTO triage (run_number, query_id, kind) VALUES (?, ?, ?)',
      number,
      queryId,
      triage,
    )
  }

  triage(runId: RunId): Map<string, Triage> {
    const rows = this.#database.all<{ query_id: string; kind: Triage }>(
      'SELECT query_id, kind FROM triage WHERE run_number = ? ORDER BY query_id',
      runNumberOf(this.#database, runId),
    )
    return new Map(rows.map((row) => [row.query_id, row.kind]))
  }
}

function keyOf(row: PlaceRow): string {
  return `${row.query_id}\u0000${row.repetition}`
}
