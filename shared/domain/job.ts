import { z } from 'zod'
import { ErrorCode } from './app-error.ts'
import { JobId } from './ids.ts'

/** `interrupted`: the process ended while the job ran; `resume` goes on from the last finished item. */
export const JobStatus = z.enum(['queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted'])
export type JobStatus = z.infer<typeof JobStatus>

export const JobKind = z.enum(['import', 'sweep', 'rescore', 'pairwise'])
export type JobKind = z.infer<typeof JobKind>

export const JobProgress = z.object({
  /** What is being done now, in words: `Embedding 400-token chunks`. */
  stage: z.string(),
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  unit: z.string(),
})
export type JobProgress = z.infer<typeof JobProgress>

export const JobSnapshot = z.object({
  jobId: JobId,
  kind: JobKind,
  title: z.string(),
  status: JobStatus,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** Items finished, of all. An item is the unit of resumption. */
  itemsDone: z.int().nonnegative(),
  itemsTotal: z.int().nonnegative(),
  progress: JobProgress.nullable(),
  /** Seconds left as far as can be told from the items done; null when nothing can be said. */
  etaSeconds: z.number().nonnegative().nullable(),
  error: z.string().nullable(),
  /** What kind of error it was, where one kind stopped everything and this process has seen it. */
  errorCode: ErrorCode.optional(),
})
export type JobSnapshot = z.infer<typeof JobSnapshot>

/** Numbered per job from 1 without gaps; `watch` repeats none and loses none. */
export const JobEvent = z.object({
  seq: z.int().nonnegative(),
  at: z.iso.datetime(),
  kind: z.enum(['status', 'item', 'progress', 'note']),
  message: z.string(),
  snapshot: JobSnapshot,
})
export type JobEvent = z.infer<typeof JobEvent>
