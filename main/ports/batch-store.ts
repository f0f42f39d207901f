import type { JobId, RunId } from '../../shared/domain/ids.ts'

/** A batch that was written down before it was sent. Its calls have the numbers from `firstCall` to `lastCall`. */
export interface BatchRecord {
  /** By which the provider's list is searched when no answer came. */
  readonly tag: string
  readonly runId: RunId
  readonly jobId: JobId
  /** Null until the provider has told it. */
  readonly batchId: string | null
  readonly firstCall: number
  readonly lastCall: number
  readonly sentAt: string
}

/** Batches whose answers are not settled yet. */
export interface BatchStore {
  add(batch: BatchRecord): void
  setBatchId(tag: string, batchId: string): void
  /** Its answers are in the journal of calls. */
  remove(tag: string): void
  ofRun(runId: RunId): BatchRecord[]
}
