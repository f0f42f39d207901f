import { z } from 'zod'
import type { FineTuneCheckpoint } from '../../../shared/domain/fine-tune-job.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import type { TrainerEvent, TrainerJob, TrainerPrice } from '../../ports/trainer.ts'
import { pointsByStep } from '../training-figures/points-by-step.ts'

/** Field names and values are those of the types in the npm package together-ai 0.52.0. */
const statuses: Readonly<Record<string, TrainerJob['status']>> = {
  pending: 'validating',
  queued: 'queued',
  running: 'running',
  compressing: 'running',
  uploading: 'running',
  cancel_requested: 'running',
  cancelled: 'cancelled',
  error: 'failed',
  completed: 'succeeded',
}

const nanoDollars = 1e-9

const string = z.string().nullish().catch(null)
const number = z.number().nullish().catch(null)

const Event = z.object({
  created_at: z.string(),
  message: z.string().catch(''),
  type: z.string(),
  level: string,
  step: number,
})

const Job = z.object({
  id: z.string().min(1),
  status: z.string(),
  model: string,
  model_output_name: string,
  token_count: number,
  total_price: number,
  created_at: string,
  updated_at: string,
  suffix: string,
  progress: z.object({ estimate_available: z.boolean(), seconds_remaining: z.number() }).nullish().catch(null),
  events: z.array(Event).nullish().catch(null),
})

/** @returns null when it is no job. */
export function readTogetherJob(json: unknown, now: Date): TrainerJob | null {
  const parsed = Job.safeParse(json)
  const status = parsed.success ? statuses[parsed.data.status] : undefined
  if (!parsed.success || status === undefined) return null
  const { data } = parsed
  const { progress } = data
  const said = data.events?.findLast(({ type, level }) => type === 'job_error' || level === 'error')
  return {
    providerJobId: data.id,
    status,
    baseModel: data.model ?? '',
    tunedModel: status === 'succeeded' ? (data.model_output_name ?? null) : null,
    trainedTokens: data.token_count || null,
    costUsd: data.total_price ? data.total_price * nanoDollars : null,
    error: status === 'failed' ? { message: said?.message ?? '', code: said?.type ?? null, status: null } : null,
    createdAt: isoTime(data.created_at),
    finishedAt: ['succeeded', 'failed', 'cancelled'].includes(status) ? isoTime(data.updated_at) : null,
    estimatedFinishAt: progress?.estimate_available
      ? new Date(now.getTime() + progress.seconds_remaining * 1000).toISOString()
      : null,
    tag: tagIn(data.suffix) ?? tagIn(data.model_output_name),
    resultFileIds: [],
    folder: null,
  }
}

/** Tags begin so; everything else of a suffix is the name. */
function tagIn(text: string | null | undefined): string | null {
  return /rg[a-z0-9]{10,16}/.exec(text ?? '')?.[0] ?? null
}

export function readTogetherList<Entry>(json: unknown, read: (entry: unknown) => Entry | null): Entry[] | null {
  const parsed = z.object({ data: z.array(z.unknown()) }).safeParse(json)
  return parsed.success ? parsed.data.data.map(read).filter((entry) => entry !== null) : null
}

export function readTogetherEvent(json: unknown): TrainerEvent | null {
  const parsed = Event.safeParse(json)
  const at = parsed.success ? isoTime(parsed.data.created_at) : null
  if (!parsed.success || at === null) return null
  const { type, level, message, step } = parsed.data
  return {
    // Events have no id of their own.
    eventId: `${parsed.data.created_at} ${type} ${step ?? ''} ${message.slice(0, 100)}`,
    at,
    level: level === 'error' || type === 'job_error' ? 'error' : /warn/.test(level ?? '') ? 'warn' : 'info',
    message: message || type.replaceAll('_', ' '),
  }
}

const Checkpoint = z.object({
  checkpoint_type: z.string(),
  created_at: string,
  path: z.string(),
  step: z.int().nonnegative(),
})

export function readTogetherCheckpoint(json: unknown): FineTuneCheckpoint | null {
  const parsed = Checkpoint.safeParse(json)
  if (!parsed.success) return null
  const { checkpoint_type, created_at, path, step } = parsed.data
  return {
    checkpointId: `${checkpoint_type} ${step}`,
    step,
    model: null,
    path,
    createdAt: isoTime(created_at),
    trainLoss: null,
    trainAccuracy: null,
    validLoss: null,
    validAccuracy: null,
  }
}

const Metrics = z.object({ metrics: z.array(z.record(z.string(), z.unknown())).nullish() })

/** Training and evaluation come as separate objects, with `train/` and `eval/` before each name. */
export function readTogetherMetrics(json: unknown): TrainingPoint[] | null {
  const parsed = Metrics.safeParse(json)
  if (!parsed.success) return null
  return pointsByStep(parsed.data.metrics ?? [], {
    step: ['train/global_step', 'eval/global_step', 'global_step', 'step'],
    epoch: ['train/epoch', 'eval/epoch'],
    trainLoss: ['train/loss'],
    trainAccuracy: ['train/accuracy'],
    validLoss: ['eval/loss'],
    validAccuracy: ['eval/accuracy'],
  })
}

const Estimate = z.object({
  estimation_available: z.boolean(),
  allowed_to_proceed: z.boolean().nullish(),
  estimated_total_price: number,
  estimated_train_token_count: number,
  estimated_eval_token_count: number,
})

export function readTogetherEstimate(json: unknown): TrainerPrice | null {
  const parsed = Estimate.safeParse(json)
  if (!parsed.success) return null
  const { data } = parsed
  const train = data.estimated_train_token_count ?? null
  return {
    costUsd: data.estimation_available ? (data.estimated_total_price ?? null) : null,
    billedTokens: data.estimation_available && train !== null ? train + (data.estimated_eval_token_count ?? 0) : null,
    isAllowed: data.allowed_to_proceed !== false,
  }
}

const File = z.object({ id: z.string().min(1), filename: z.string(), bytes: z.number().catch(-1) })

export function readTogetherFile(json: unknown): z.infer<typeof File> | null {
  return File.safeParse(json).data ?? null
}

function isoTime(text: string | null | undefined): string | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
