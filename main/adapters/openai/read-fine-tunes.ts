import { z } from 'zod'
import type { FineTuneCheckpoint } from '../../../shared/domain/fine-tune-job.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import type { TrainerEvent, TrainerJob } from '../../ports/trainer.ts'
import { figureOf } from '../training-figures/figure-of.ts'
import { pointsByStep } from '../training-figures/points-by-step.ts'

const seconds = z.number().nullish().catch(null)
const number = z.number().nullish().catch(null)
const string = z.string().nullish().catch(null)

/** Azure has words of its own for some of them. */
const statuses: Readonly<Record<string, TrainerJob['status']>> = {
  validating_files: 'validating',
  created: 'validating',
  notRunning: 'queued',
  pending: 'queued',
  queued: 'queued',
  pausing: 'running',
  resuming: 'running',
  running: 'running',
  paused: 'paused',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
}

const Job = z.object({
  id: z.string().min(1),
  status: z.string(),
  model: z.string().catch(''),
  fine_tuned_model: string,
  trained_tokens: number,
  created_at: seconds,
  finished_at: seconds,
  estimated_finish: seconds,
  training_file: string,
  suffix: string,
  result_files: z.array(z.string()).nullish().catch(null),
  metadata: z.record(z.string(), z.string()).nullish().catch(null),
  error: z.object({ message: string, code: string }).nullish().catch(null),
})

/** A job, with what a search for it goes by. */
export interface ReadJob extends TrainerJob {
  readonly trainingFileId: string | null
  readonly suffix: string | null
}

/** @returns null when it is no job. */
export function readJob(json: unknown): ReadJob | null {
  const parsed = Job.safeParse(json)
  if (!parsed.success) return null
  const { data } = parsed
  const status = statuses[data.status]
  if (status === undefined) return null
  const hasError = Boolean(data.error?.message || data.error?.code)
  return {
    providerJobId: data.id,
    status,
    baseModel: data.model,
    tunedModel: data.fine_tuned_model || null,
    trainedTokens: data.trained_tokens ?? null,
    costUsd: null,
    error: hasError ? { message: data.error?.message ?? '', code: data.error?.code ?? null, status: null } : null,
    createdAt: isoTime(data.created_at),
    finishedAt: isoTime(data.finished_at),
    estimatedFinishAt: isoTime(data.estimated_finish),
    tag: data.metadata?.rungs ?? null,
    resultFileIds: data.result_files ?? [],
    folder: null,
    trainingFileId: data.training_file ?? null,
    suffix: data.suffix ?? null,
  }
}

const Page = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish() })

/** One page of a list; null when it is none. What is no entry is left out. */
export function readPage<Entry>(
  json: unknown,
  read: (entry: unknown) => Entry | null,
): { entries: Entry[]; lastId: string | null; hasMore: boolean } | null {
  const parsed = Page.safeParse(json)
  if (!parsed.success) return null
  const { data, has_more } = parsed.data
  const last = z.object({ id: z.string() }).safeParse(data.at(-1))
  return {
    entries: data.map(read).filter((entry) => entry !== null),
    lastId: last.success ? last.data.id : null,
    hasMore: has_more === true && last.success,
  }
}

const Event = z.object({
  id: z.string().min(1),
  created_at: z.number(),
  level: z.enum(['info', 'warn', 'error']).catch('info'),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).nullish().catch(null),
})

/** An event, and the figures in it where it is one of training. */
export interface ReadEvent extends TrainerEvent {
  readonly figures: Readonly<Record<string, unknown>>
}

export function readEvent(json: unknown): ReadEvent | null {
  const parsed = Event.safeParse(json)
  if (!parsed.success) return null
  const { id, created_at, level, message, data } = parsed.data
  return { eventId: id, at: isoTime(created_at)!, level, message, figures: data ?? {} }
}

const Checkpoint = z.object({
  id: z.string().min(1),
  created_at: seconds,
  fine_tuned_model_checkpoint: string,
  step_number: z.int().nonnegative(),
  metrics: z.record(z.string(), z.unknown()).nullish().catch(null),
})

/** Over the whole validation file where there is such a figure, else over a batch of it. */
const validLossNames = ['full_valid_loss', 'valid_loss']
const validAccuracyNames = ['full_valid_mean_token_accuracy', 'valid_mean_token_accuracy']

export function readCheckpoint(json: unknown): FineTuneCheckpoint | null {
  const parsed = Checkpoint.safeParse(json)
  if (!parsed.success) return null
  const { id, created_at, fine_tuned_model_checkpoint, step_number, metrics } = parsed.data
  const figures = metrics ?? {}
  return {
    checkpointId: id,
    step: step_number,
    model: fine_tuned_model_checkpoint ?? null,
    path: null,
    createdAt: isoTime(created_at),
    trainLoss: figureOf(figures, 'train_loss'),
    trainAccuracy: figureOf(figures, 'train_mean_token_accuracy'),
    validLoss: figureOf(figures, ...validLossNames),
    validAccuracy: figureOf(figures, ...validAccuracyNames),
  }
}

/** What metric events tell, by step. */
export function pointsOfEvents(events: readonly ReadEvent[]): TrainingPoint[] {
  return pointsByStep(
    events.map(({ figures }) => figures),
    {
      step: ['step'],
      epoch: [],
      trainLoss: ['train_loss'],
      trainAccuracy: ['train_mean_token_accuracy', 'train_accuracy'],
      validLoss: validLossNames,
      validAccuracy: validAccuracyNames,
    },
  )
}

const File = z.object({ id: z.string().min(1), filename: z.string().catch(''), bytes: z.number().catch(-1) })

export function readFileEntry(json: unknown): z.infer<typeof File> | null {
  return File.safeParse(json).data ?? null
}

function isoTime(unixSeconds: number | null | undefined): string | null {
  return unixSeconds ? new Date(unixSeconds * 1000).toISOString() : null
}
