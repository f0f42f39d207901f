import type { RunId } from '../../../shared/domain/ids.ts'
import type { RetrievedChunk } from '../../../shared/domain/run.ts'
import type { RunStore } from '../../ports/run-store.ts'
import type { Database } from './database.ts'
import { decodeRanking, encodeRanking } from './ranking-codec.ts'
import { runNumberOf } from './run-number-of.ts'

type Rankings = Pick<
  RunStore,
  'setForeignDocuments' | 'foreignDocuments' | 'answeredQueryIds' | 'addRankings' | 'ranking' | 'rankings'
>

/** What the runs found: the ranking of every answered query. */
export class RunRankings implements Rankings {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  setForeignDocuments(runId: RunId, docIds: readonly string[]): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
      this.#database.run('DELETE FROM foreign_documents WHERE run_number = ?', number)
      docIds.forEach((docId, position) => {
        this.#database.run(
          'INSERT INTO foreign_documents (run_number, position, doc_id) VALUES (?, ?, ?)',
          number,
          position,
          docId,
        )
      })
    })
  }

  foreignDocuments(runId: RunId): string[] {
    return this.#database
      .all<{ doc_id: string }>(
        'SELECT doc_id FROM foreign_documents WHERE run_number = ? ORDER BY position',
        runNumberOf(this.#database, runId),
      )
      .map((row) => row.doc_id)
  }

  answeredQueryIds(runId: RunId): Set<string> {
    const rows = this.#database.all<{ query_id: string }>(
      'SELECT query_id FROM rankings WHERE run_number = ?',
      runNumberOf(this.#database, runId),
    )
    return new Set(rows.map((row) => row.query_id))
  }

  addRankings(runId: RunId, rankings: ReadonlyMap<string, readonly RetrievedChunk[]>): void {
    this.#database.transaction(() => {
      const number = runNumberOf(this.#database, runId)
      for (const [queryId, ranking] of rankings) {
        this.#database.run(
          'INSERT OR REPLACE INTO rankings (run_number, query_id, ranking) VALUES (?, ?, ?)',
          number,
          queryId,
          encodeRanking(ranking),
        )
      }
    })
  }

  ranking(runId: RunId, queryId: string): RetrievedChunk[] | null {
    const row = this.#database.get<{ ranking: Uint8Array }>(
      'SELECT ranking FROM rankings WHERE run_number = ? AND query_id = ?',
      runNumberOf(this.#database, runId),
      queryId,
    )
    return row ? decodeRanking(row.ranking) : null
  }

  rankings(runId: RunId): Map<string, RetrievedChunk[]> {
    const rankings = new Map<string, RetrievedChunk[]>()
    for (const row of this.#database.iterate<{ query_id: string; ranking: Uint8Array }>(
      'SELECT query_id, ranking FROM rankings WHERE run_number = ?',
      runNumberOf(this.#database, runId),
    )) {
      rankings.set(row.query_id, decodeRanking(row.ranking))
    }
    return rankings
  }
}
