import type { MonitorId, RunId } from '../../../shared/domain/ids.ts'
import { Monitor, ReplayCheck } from '../../../shared/domain/monitor.ts'
import type { MonitorStore, StoredReplay } from '../../ports/monitor-store.ts'
import type { Database } from './database.ts'

/** Monitors and which runs are their replays. */
export class SqliteMonitorStore implements MonitorStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  list(): Monitor[] {
    return this.#database
      .all<{ monitor: string }>('SELECT monitor FROM monitors ORDER BY created_at, monitor_id')
      .map(({ monitor }) => Monitor.parse(JSON.parse(monitor)))
  }

  get(monitorId: MonitorId): Monitor | null {
    const row = this.#database.get<{ monitor: string }>('SELECT monitor FROM monitors WHERE monitor_id = ?', monitorId)
    return row ? Monitor.parse(JSON.parse(row.monitor)) : null
  }

  set(monitor: Monitor): void {
    this.#database.run(
      `INSERT INTO monitors (monitor_id, created_at, monitor) VALUES (?, ?, ?)
       ON CONFLICT (monitor_id) DO UPDATE SET monitor = excluded.monitor`,
      monitor.monitorId,
      monitor.createdAt,
      JSON.stringify(monitor),
    )
  }

  remove(monitorId: MonitorId): boolean {
    return this.#database.transaction(() => {
      const before = this.get(monitorId) !== null
      this.#database.run('DELETE FROM monitors WHERE monitor_id = ?', monitorId)
      return before
    })
  }

  addReplay(monitorId: MonitorId, runId: RunId, at: string): void {
    this.#database.run('INSERT INTO monitor_replays (monitor_id, run_id, at) VALUES (?, ?, ?)', monitorId, runId, at)
  }

  setChecks(monitorId: MonitorId, runId: RunId, checks: readonly ReplayCheck[]): void {
    this.#database.run(
      'UPDATE monitor_replays SET checks = ? WHERE monitor_id = ? AND run_id = ?',
      JSON.stringify(checks),
      monitorId,
      runId,
    )
  }

  replays(monitorId: MonitorId): StoredReplay[] {
    return this.#database
      .all<{ runId: RunId; at: string; checks: string | null }>(
        'SELECT run_id AS runId, at, checks FROM monitor_replays WHERE monitor_id = ? ORDER BY at, run_id',
        monitorId,
      )
      .map(({ runId, at, checks }) => ({
        runId,
        at,
        checks: checks === null ? null : ReplayCheck.array().parse(JSON.parse(checks)),
      }))
  }
}
