import type { MonitorId, RunId } from '../../shared/domain/ids.ts'
import type { Monitor, ReplayCheck } from '../../shared/domain/monitor.ts'

export interface StoredReplay {
  readonly runId: RunId
  readonly at: string
  /** Null until the run is finished and was held against the pinned one. */
  readonly checks: readonly ReplayCheck[] | null
}

export interface MonitorStore {
  /** Oldest first. */
  list(): Monitor[]
  get(monitorId: MonitorId): Monitor | null
  /** Adds, or replaces the one of that id. */
  set(monitor: Monitor): void
  /** Forgets it and which runs were its replays; the runs stay. */
  remove(monitorId: MonitorId): boolean
  addReplay(monitorId: MonitorId, runId: RunId, at: string): void
  setChecks(monitorId: MonitorId, runId: RunId, checks: readonly ReplayCheck[]): void
  /** Oldest first. */
  replays(monitorId: MonitorId): StoredReplay[]
}
