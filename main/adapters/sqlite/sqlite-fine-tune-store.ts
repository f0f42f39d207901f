import { FineTuneEvent } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import type { FineTuneRecord, FineTuneStore, KeptFineTune } from '../../ports/fine-tune-store.ts'
import type { Database } from './database.ts'

interface FineTuneRow {
  readonly job: string
  readonly callNumber: number | null
  readonly pointsRevision: number
}

const selectJobs = `
  SELECT job, call_number AS callNumber, points_revision AS pointsRevision FROM fine_tunes`

const numberOf = '(SELECT fine_tune_number FROM fine_tunes WHERE fine_tune_id = ?)'

export class SqliteFineTuneStore implements FineTuneStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(job: KeptFineTune, callNumber: number | null): void {
    this.#database.run(
      'INSERT INTO fine_tunes (fine_tune_id, job, call_number) VALUES (?, ?, ?)',
      job.fineTuneJobId,
      JSON.stringify(job),
      callNumber,
    )
  }

  get(fineTuneJobId: FineTuneJobId): FineTuneRecord | null {
    const row = this.#database.get<FineTuneRow>(`${selectJobs} WHERE fine_tune_id = ?`, fineTuneJobId)
    return row ? recordOf(row) : null
  }

  list(): FineTuneRecord[] {
    return this.#database.all<FineTuneRow>(`${selectJobs} ORDER BY fine_tune_number DESC`).map(recordOf)
  }

  update(fineTuneJobId: FineTuneJobId, change: Partial<KeptFineTune>): void {
    this.#database.transaction(() => {
      const record = this.get(fineTuneJobId)
      if (!record) return
      this.#database.run(
        'UPDATE fine_tunes SET job = ? WHERE fine_tune_id = ?',
        JSON.stringify({ ...record.job, ...change }),
        fineTuneJobId,
      )
    })
  }

  setCallNumber(fineTuneJobId: FineTuneJobId, callNumber: number | null): void {
    this.#database.run('UPDATE fine_tunes SET call_number = ? WHERE fine_tune_id = ?', callNumber, fineTuneJobId)
  }

  remove(fineTuneJobId: FineTuneJobId): boolean {
    return this.#database.transaction(() => {
      const isThere = this.get(fineTuneJobId) !== null
      this.#database.run('DELETE FROM fine_tunes WHERE fine_tune_id = ?', fineTuneJobId)
      return isThere
    })
  }

  addEvents(
    fineTuneJobId: FineTuneJobId,
    events: readonly (Omit<FineTuneEvent, 'seq'> & { readonly eventId: string | null })[],
  ): number {
    return this.#database.transaction(() => {
      const before = this.lastEventSeq(fineTuneJobId)
      let seq = before
      for (const { eventId, ...event } of events) {
        if (eventId !== null && this.#hasEvent(fineTuneJobId, eventId)) continue
        seq += 1
        this.#database.run(
          `INSERT INTO fine_tune_events (fine_tune_number, seq, event_id, event) VALUES (${numberOf}, ?, ?, ?)`,
          fineTuneJobId,
          seq,
          eventId,
          JSON.stringify({ seq, ...event }),
        )
      }
      return seq - before
    })
  }

  eventsAfter(fineTuneJobId: FineTuneJobId, afterSeq: number, limit: number): FineTuneEvent[] {
    return this.#database
      .all<{ event: string }>(
        `SELECT event FROM fine_tune_events WHERE fine_tune_number = ${numberOf} AND seq > ? ORDER BY seq LIMIT ?`,
        fineTuneJobId,
        afterSeq,
        limit,
      )
      .map(({ event }) => FineTuneEvent.parse(JSON.parse(event)))
  }

  lastEventSeq(fineTuneJobId: FineTuneJobId): number {
    return (
      this.#database.get<{ seq: number | null }>(
        `SELECT max(seq) AS seq FROM fine_tune_events WHERE fine_tune_number = ${numberOf}`,
        fineTuneJobId,
      )?.seq ?? 0
    )
  }

  points(fineTuneJobId: FineTuneJobId): TrainingPoint[] {
    // Written by setPoints below.
    return JSON.parse(this.#pointsText(fineTuneJobId)) as TrainingPoint[]
  }

  setPoints(fineTuneJobId: FineTuneJobId, points: readonly TrainingPoint[]): boolean {
    return this.#database.transaction(() => {
      const text = JSON.stringify(points)
      if (text === this.#pointsText(fineTuneJobId)) return false
      this.#database.run(
        'UPDATE fine_tunes SET points = ?, points_revision = points_revision + 1 WHERE fine_tune_id = ?',
        text,
        fineTuneJobId,
      )
      return true
    })
  }

  resultFiles(fineTuneJobId: FineTuneJobId): Map<string, string> {
    const rows = this.#database.all<{ name: string; sha256: string }>(
      `SELECT name, sha256 FROM fine_tune_files WHERE fine_tune_number = ${numberOf} ORDER BY name`,
      fineTuneJobId,
    )
    return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  }

  setResultFile(fineTuneJobId: FineTuneJobId, name: string, sha256: string): void {
    this.#database.run(
      `INSERT OR REPLACE INTO fine_tune_files (fine_tune_number, name, sha256) VALUES (${numberOf}, ?, ?)`,
      fineTuneJobId,
      name,
      sha256,
    )
  }

  uploadedFile(endpoint: string, fileName: string): string | null {
    const row = this.#database.get<{ id: string }>(
      'SELECT provider_file_id AS id FROM training_uploads WHERE endpoint = ? AND file_name = ?',
      endpoint,
      fileName,
    )
    return row?.id ?? null
  }

  addUploadedFile(endpoint: string, fileName: string, providerFileId: string, at: string): void {
    this.#database.run(
      `INSERT OR REPLACE INTO training_uploads (endpoint, file_name, provider_file_id, uploaded_at)
       VALUES (?, ?, ?, ?)`,
      endpoint,
      fileName,
      providerFileId,
      at,
    )
  }

  #hasEvent(fineTuneJobId: FineTuneJobId, eventId: string): boolean {
    return (
      this.#database.get(
        `SELECT 1 AS found FROM fine_tune_events WHERE fine_tune_number = ${numberOf} AND event_id = ?`,
        fineTuneJobId,
        eventId,
      ) !== undefined
    )
  }

  #pointsText(fineTuneJobId: FineTuneJobId): string {
    const row = this.#database.get<{ points: string }>(
      'SELECT points FROM fine_tunes WHERE fine_tune_id = ?',
      fineTuneJobId,
    )
    return row?.points ?? '[]'
  }
}

function recordOf({ job, callNumber, pointsRevision }: FineTuneRow): FineTuneRecord {
  // Written by `add` and `update` above.
  return { job: JSON.parse(job) as KeptFineTune, callNumber, pointsRevision }
}
