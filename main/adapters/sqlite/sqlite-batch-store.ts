import type { RunId } from '../../../shared/domain/ids.ts'
import type { BatchRecord, BatchStore } from '../../ports/batch-store.ts'
import type { Database } from './database.ts'

export class SqliteBatchStore implements BatchStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add({ tag, runId, jobId, batchId, firstCall, lastCall, sentAt }: BatchRecord): void {
    this.#database.run(
      `INSERT INTO call_batches (tag, run_id, job_id, batch_id, first_call, last_call, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[tag, runId, jobId, batchId, firstCall, lastCall, sentAt],
    )
  }

  setBatchId(tag: string, batchId: string): void {
    this.#database.run('UPDATE call_batches SET batch_id = ? WHERE tag = ?', batchId, tag)
  }

  remove(tag: string): void {
    this.#database.run('DELETE FROM call_batches WHERE tag = ?', tag)
  }

  ofRun(runId: RunId): BatchRecord[] {
    return this.#database.all<BatchRecord & object>(
      `SELECT tag, run_id AS runId, job_id AS jobId, batch_id AS batchId, first_call AS firstCall, last_call AS lastCall,
         sent_at AS sentAt
       FROM call_batches WHERE run_id = ? ORDER BY first_call`,
      runId,
    )
  }
}
