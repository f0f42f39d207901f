import type { RunId } from '../../../shared/domain/ids.ts'
import type { Rating } from '../../../shared/domain/rating.ts'
import type { RateablePlace, RatingStore } from '../../ports/rating-store.ts'
import type { Database } from './database.ts'
import { runNumberOf } from './run-number-of.ts'

const columns = 'query_id AS queryId, repetition, score, note, rated_at AS ratedAt'

/** What people said of answers. */
export class SqliteRatingStore implements RatingStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  set(runId: RunId, { queryId, repetition, score, note, ratedAt }: Rating): void {
    this.#database.run(
      `INSERT OR REPLACE INTO ratings (run_number, query_id, repetition, score, note, rated_at)
       SELECT run_number, ?, ?, ?, ?, ? FROM runs WHERE run_id = ?`,
      queryId,
      repetition,
      score,
      note,
      ratedAt,
      runId,
    )
  }

  remove(runId: RunId, queryId: string, repetition: number): boolean {
    return this.#database.transaction(() => {
      const before = this.ratingsOf(runId, queryId).some((rating) => rating.repetition === repetition)
      this.#database.run(
        'DELETE FROM ratings WHERE run_number = ? AND query_id = ? AND repetition = ?',
        runNumberOf(this.#database, runId),
        queryId,
        repetition,
      )
      return before
    })
  }

  ratings(runId: RunId): Map<string, Rating> {
    const rows = this.#database.all<Rating>(
      `SELECT ${columns} FROM ratings WHERE run_number = ? ORDER BY query_id, repetition`,
      runNumberOf(this.#database, runId),
    )
    return new Map(rows.map((row) => [`${row.queryId}\u0000${row.repetition}`, row]))
  }

  ratingsOf(runId: RunId, queryId: string): Rating[] {
    return this.#database.all<Rating>(
      `SELECT ${columns} FROM ratings WHERE run_number = ? AND query_id = ? ORDER BY repetition`,
      runNumberOf(this.#database, runId),
      queryId,
    )
  }

  places(runId: RunId): RateablePlace[] {
    return this.#database
      .all<{ queryId: string; repetition: number; rated: number }>(
        `SELECT a.query_id AS queryId, a.repetition, r.score IS NOT NULL AS rated
         FROM answers a LEFT JOIN ratings r USING (run_number, query_id, repetition)
         WHERE a.run_number = ? AND a.failure IS NULL ORDER BY a.query_id, a.repetition`,
        runNumberOf(this.#database, runId),
      )
      .map((row) => ({ ...row, rated: row.rated === 1 }))
  }

  revision(runId: RunId): string {
    const { n, latest } = this.#database.get<{ n: number; latest: string | null }>(
      'SELECT count(*) AS n, max(rated_at) AS latest FROM ratings WHERE run_number = ?',
      runNumberOf(this.#database, runId),
    )!
    return `${n} ${latest ?? ''}`
  }
}
