import type { RunId } from '../../../shared/domain/ids.ts'
import type { Database } from './database.ts'

/** The number by which the other tables know a run; -1, which no row has, when there is no such run. */
export function runNumberOf(database: Database, runId: RunId): number {
  return database.get<{ n: number }>('SELECT run_number AS n FROM runs WHERE run_id = ?', runId)?.n ?? -1
}
