import type { JobId } from '../../shared/domain/ids.ts'
import type { JobEvent, JobKind, JobStatus } from '../../shared/domain/job.ts'

/** One resumable step of a job. Running it twice must do no harm: the process can end between its work and its mark. */
export interface JobItem {
  readonly key: string
  /** Share of the job's work, relative to the other items, for the estimate of the time left. */
  readonly weight: number
  readonly done: boolean
}

export interface JobRecord {
  readonly jobId: JobId
  readonly kind: JobKind
  readonly title: string
  readonly spec: unknown
  readonly status: JobStatus
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly error: string | null
  /** What the job made, for the caller that started it; null until it has. */
  readonly result: unknown
}

export interface JobStore {
  add(
    job: Pick<JobRecord, 'jobId' | 'kind' | 'title' | 'spec' | 'createdAt'>,
    items: readonly Omit<JobItem, 'done'>[],
  ): void
  get(jobId: JobId): JobRecord | null
  /** Oldest first; all, or those of one kind. */
  list(kind?: JobKind): JobRecord[]
  items(jobId: JobId): JobItem[]
  setStatus(jobId: JobId, status: JobStatus, at: string, error?: string): void
  setResult(jobId: JobId, result: unknown): void
  /** Changes what is still to be done; who reads the spec decides what may change. */
  setSpec(jobId: JobId, spec: unknown): void
  setItemDone(jobId: JobId, key: string): void
  /** Numbers the event: one more than the last of this job. */
  addEvent(jobId: JobId, event: Omit<JobEvent, 'seq'>): number
  eventsAfter(jobId: JobId, afterSeq: number, limit: number): JobEvent[]
  lastSeq(jobId: JobId): number
  /** Jobs that a process that is gone left `running` become `interrupted`. @returns how many. */
  markInterrupted(at: string): number
}
