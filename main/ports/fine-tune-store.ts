import type { FineTuneEvent, FineTuneJob } from '../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../shared/domain/ids.ts'
import type { TrainingPoint } from '../../shared/domain/training-curve.ts'

/** A job without what is computed when it is read. */
export type KeptFineTune = Omit<FineTuneJob, 'actions' | 'notice' | 'shutdownDate' | 'resultFiles'>

export interface FineTuneRecord {
  readonly job: KeptFineTune
  /** Its entry in the journal of paid calls; null for imported jobs. */
  readonly callNumber: number | null
  /** Grows with every change of the points. */
  readonly pointsRevision: number
}

/** Fine-tune jobs, their events, curves and uploaded files. A job is written down before it is sent. */
export interface FineTuneStore {
  add(job: KeptFineTune, callNumber: number | null): void
  get(fineTuneJobId: FineTuneJobId): FineTuneRecord | null
  /** Newest first. */
  list(): FineTuneRecord[]
  /** Changes these fields and no others. Does nothing when there is no such job. */
  update(fineTuneJobId: FineTuneJobId, change: Partial<KeptFineTune>): void
  setCallNumber(fineTuneJobId: FineTuneJobId, callNumber: number | null): void
  /** @returns false when there was none. */
  remove(fineTuneJobId: FineTuneJobId): boolean

  /**
   * Numbers and keeps events. One with the `eventId` of an earlier one is left out.
   * @returns how many were kept.
   */
  addEvents(
    fineTuneJobId: FineTuneJobId,
    events: readonly (Omit<FineTuneEvent, 'seq'> & { readonly eventId: string | null })[],
  ): number
  eventsAfter(fineTuneJobId: FineTuneJobId, afterSeq: number, limit: number): FineTuneEvent[]
  lastEventSeq(fineTuneJobId: FineTuneJobId): number

  /** By step. */
  points(fineTuneJobId: FineTuneJobId): TrainingPoint[]
  /** Replaces all of them. @returns false when they were the same. */
  setPoints(fineTuneJobId: FineTuneJobId, points: readonly TrainingPoint[]): boolean

  /** Kept result files: name to SHA-256 in the vault. */
  resultFiles(fineTuneJobId: FineTuneJobId): Map<string, string>
  setResultFile(fineTuneJobId: FineTuneJobId, name: string, sha256: string): void

  /** The provider's id of a file that was uploaded to an endpoint; null when none is known. */
  uploadedFile(endpoint: string, fileName: string): string | null
  addUploadedFile(endpoint: string, fileName: string, providerFileId: string, at: string): void
}
