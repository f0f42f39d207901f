import type { JobId } from '../../../shared/domain/ids.ts'
import { JobEvent, type JobKind, type JobStatus } from '../../../shared/domain/job.ts'
import type { JobItem, JobRecord, JobStore } from '../../ports/job-store.ts'
import type { Database } from './database.ts'

type JobRow = Omit<JobRecord, 'spec' | 'result'> & { spec: string; result: string | null }

const selectJobs = `
  SELECT job_id AS jobId, kind, title, spec, status, created_at AS createdAt, started_at AS startedAt,
    finished_at AS finishedAt, error, result FROM jobs`

export class SqliteJobStore implements JobStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(
    job: Pick<JobRecord, 'jobId' | 'kind' | 'title' | 'spec' | 'createdAt'>,
    items: readonly Omit<JobItem, 'done'>[],
  ): void {
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO jobs (job_id, kind, title, spec, status, created_at) VALUES (?, ?, ?, ?, 'queued', ?)`,
        job.jobId,
        job.kind,
        job.title,
        JSON.stringify(job.spec),
        job.createdAt,
      )
      items.forEach((item, position) => {
        this.#database.run(
          'INSERT INTO job_items (job_id, position, key, weight) VALUES (?, ?, ?, ?)',
          job.jobId,
          position,
          item.key,
          item.weight,
        )
      })
    })
  }

  get(jobId: JobId): JobRecord | null {
    const row = this.#database.get<JobRow>(`${selectJobs} WHERE job_id = ?`, jobId)
    return row ? jobOf(row) : null
  }

  list(kind?: JobKind): JobRecord[] {
    const rows = kind
      ? this.#database.all<JobRow>(`${selectJobs} WHERE kind = ? ORDER BY job_number`, kind)
      : this.#database.all<JobRow>(`${selectJobs} ORDER BY job_number`)
    return rows.map(jobOf)
  }

  items(jobId: JobId): JobItem[] {
    return this.#database
      .all<{ key: string; weight: number; done: number }>(
        'SELECT key, weight, done FROM job_items WHERE job_id = ? ORDER BY position',
        jobId,
      )
      .map((row) => ({ ...row, done: row.done === 1 }))
  }

  setStatus(jobId: JobId, status: JobStatus, at: string, error?: string): void {
    const ended = status === 'finished' || status === 'failed' || status === 'cancelled'
    this.#database.run(
      `UPDATE jobs SET status = ?, error = ?, finished_at = ?,
         started_at = CASE WHEN ? = 'running' THEN coalesce(started_at, ?) ELSE started_at END
       WHERE job_id = ?`,
      status,
      error ?? null,
      ended ? at : null,
      status,
      at,
      jobId,
    )
  }

  setResult(jobId: JobId, result: unknown): void {
    this.#database.run('UPDATE jobs SET result = ? WHERE job_id = ?', JSON.stringify(result), jobId)
  }

  setSpec(jobId: JobId, spec: unknown): void {
    this.#database.run('UPDATE jobs SET spec = ? WHERE job_id = ?', JSON.stringify(spec), jobId)
  }

  setItemDone(jobId: JobId, key: string): void {
    this.#database.run('UPDATE job_items SET done = 1 WHERE job_id = ? AND key = ?', jobId, key)
  }

  addEvent(jobId: JobId, event: Omit<JobEvent, 'seq'>): number {
    return this.#database.transaction(() => {
      const seq = this.lastSeq(jobId) + 1
      this.#database.run(
        'INSERT INTO job_events (job_id, seq, event) VALUES (?, ?, ?)',
        jobId,
        seq,
        JSON.stringify({ ...event, seq }),
      )
      return seq
    })
  }

  eventsAfter(jobId: JobId, afterSeq: number, limit: number): JobEvent[] {
    return this.#database
      .all<{ event: string }>(
        'SELECT event FROM job_events WHERE job_id = ? AND seq > ? ORDER BY seq LIMIT ?',
        jobId,
        afterSeq,
        limit,
      )
      .map((row) => JobEvent.parse(JSON.parse(row.event)))
  }

  lastSeq(jobId: JobId): number {
    const row = this.#database.get<{ seq: number | null }>(
      'SELECT max(seq) AS seq FROM job_events WHERE job_id = ?',
      jobId,
    )
    return row?.seq ?? 0
  }

  markInterrupted(at: string): number {
    const running = this.list().filter((job) => job.status === 'running' || job.status === 'queued')
    for (const job of running) this.setStatus(job.jobId, 'interrupted', at)
    return running.length
  }
}

function jobOf(row: JobRow): JobRecord {
  return { ...row, spec: JSON.parse(row.spec), result: row.result === null ? null : JSON.parse(row.result) }
}
