import type { Database } from './database.ts'

/** What goes with a run that is removed for good. Its calls and their uses stay: money was spent. */
const tablesOfRuns = [
  'foreign_documents',
  'rankings',
  'scores',
  'run_values',
  'latencies',
  'intervals',
  'answers',
  'evaluations',
  'triage',
  'ratings',
  'stated_figures',
]

/** Removes for good what was deleted. @returns how many runs. */
export function purgeDeletedRuns(database: Database): number {
  return database.transaction(() => {
    const deleted = database.get<{ n: number }>('SELECT count(*) AS n FROM runs WHERE deleted_at IS NOT NULL')!.n
    if (deleted === 0) return 0
    for (const table of tablesOfRuns) {
      database.run(
        `DELETE FROM ${table} WHERE run_number IN (SELECT run_number FROM runs WHERE deleted_at IS NOT NULL)`,
      )
    }
    database.run('DELETE FROM runs WHERE deleted_at IS NOT NULL')
    return deleted
  })
}
