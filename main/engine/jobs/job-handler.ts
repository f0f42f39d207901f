import type { JobKind, JobProgress } from '../../../shared/domain/job.ts'
import type { JobRecord } from '../../ports/job-store.ts'

/** What a running item may tell and must listen to. */
export interface JobContext {
  /** Aborted on cancel; a handler stops at the next point where what it has is stored. */
  readonly signal: AbortSignal
  /** @param itemFraction how much of this item is done, 0–1. Cheap: calls beyond ten a second are dropped. */
  progress(progress: JobProgress, itemFraction: number): void
  /** Something worth keeping in the job's log, in one sentence. */
  note(message: string): void
}

/** Does the items of one kind of job. Every item may be run again after a kill, so it must find what is already there. */
export interface JobHandler {
  readonly kind: JobKind
  runItem(job: JobRecord, itemKey: string, context: JobContext): Promise<void>
  /**
   * Called when the job stops before its end, so that its own records say so, too. `interrupted`: this process ends, and
   * the job is to look as if it had been killed.
   */
  stopped?(job: JobRecord, reason: 'cancelled' | 'failed' | 'interrupted', message: string): void
}
