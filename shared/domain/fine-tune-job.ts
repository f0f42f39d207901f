import { z } from 'zod'
import { FineTuneJobId, RunId, TrainingVersionId } from './ids.ts'
import { ModelName } from './model-name.ts'
import { TrainerKind, TrainerSettings } from './trainer.ts'

/**
 * How it is trained. Null = the trainer's own choice, which is then not sent. Which of these a trainer takes is in
 * `TrainerOffer.hyperparameters`; the others must be null.
 */
export const FineTuneHyperparameters = z.strictObject({
  /** Passes over the training examples. */
  epochs: z.int().min(1).max(50).nullable().default(null),
  /** Examples per step. Local: per device, before gradients are accumulated. */
  batchSize: z.int().min(1).max(1024).nullable().default(null),
  /** Absolute; Together and local trainers. */
  learningRate: z.number().positive().max(1).nullable().default(null),
  /** Of the provider's own rate; OpenAI and Azure. */
  learningRateMultiplier: z.number().positive().max(100).nullable().default(null),
  loraRank: z.int().min(1).max(1024).nullable().default(null),
  loraAlpha: z.number().positive().max(4096).nullable().default(null),
  loraDropout: z.number().min(0).max(1).nullable().default(null),
  /** Longest example, in tokens; longer ones are cut or left out by the trainer. */
  maxSequenceTokens: z.int().min(64).max(1_048_576).nullable().default(null),
  /** Measurements on the validation split. Together: in all; local: per epoch. */
  evaluations: z.int().min(1).max(1000).nullable().default(null),
  /** Models kept on the way. Together: in all; local: per epoch. */
  checkpoints: z.int().min(1).max(100).nullable().default(null),
  seed: z.int().min(0).max(2_147_483_647).nullable().default(null),
})
export type FineTuneHyperparameters = z.infer<typeof FineTuneHyperparameters>

/** What a person starts. */
export const FineTuneSpec = z.strictObject({
  name: z.string().trim().min(1).max(100),
  trainer: TrainerSettings,
  baseModel: ModelName,
  trainingVersionId: TrainingVersionId,
  hyperparameters: FineTuneHyperparameters.default(FineTuneHyperparameters.parse({})),
  /** Nothing is sent when the estimate is above it, or not known; null = only the month's cap counts. */
  capUsd: z.number().positive().max(1_000_000).nullable().default(null),
  /** Runs of the un-tuned model (zero-shot, few-shot) that the tuned one is compared to; empty = not measured before. */
  baselineRunIds: z.array(RunId).max(20).default([]),
  /** Why the job starts although the un-tuned model was not measured; a job without baselines needs it. */
  noBaselineReason: z.string().trim().min(1).max(500).nullable().default(null),
})
export type FineTuneSpec = z.infer<typeof FineTuneSpec>

/**
 * - `prepared`: a local trainer's folder is written; nothing runs. Next: `launch`, or run it by hand where a GPU is.
 * - `sending`: written down, being sent, or being looked for after a restart. The provider may have it or not.
 * - `unconfirmed`: no answer came and the provider's list has no job with its tag. It is never sent again by itself. Next:
 *   `searchAgain`, `sendAgain` (only the user knows that it is not there) or `giveUp`.
 * - `refused`: the provider did not take it, or it was never reached; nothing was created. `error` has its words and what
 *   can be done instead. Next: `sendAgain` or another trainer.
 * - `validating`, `queued`, `running`: the provider's own words for it.
 * - `paused`: stands still at the provider until `resume`.
 * - `succeeded`, `failed`, `cancelled`: ended; nothing is asked about it any more.
 */
export const FineTuneStatus = z.enum([
  'prepared',
  'sending',
  'unconfirmed',
  'refused',
  'validating',
  'queued',
  'running',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
])
export type FineTuneStatus = z.infer<typeof FineTuneStatus>

/** What a user can do now; the interface shows exactly these. */
export const FineTuneAction = z.enum([
  'cancel',
  'pause',
  'resume',
  'launch',
  'searchAgain',
  'sendAgain',
  'giveUp',
  'refresh',
])
export type FineTuneAction = z.infer<typeof FineTuneAction>

/** A model kept on the way. */
export const FineTuneCheckpoint = z.object({
  checkpointId: z.string().min(1),
  step: z.int().nonnegative(),
  /** Name under which it can be asked; null where it is only a file. */
  model: z.string().nullable(),
  /** Where its files are, at the provider or in the job's folder; null where it is only a name. */
  path: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
  trainLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  /** Over the whole validation split where the provider measures that, else over its batch. */
  validLoss: z.number().nullable(),
  validAccuracy: z.number().nullable(),
})
export type FineTuneCheckpoint = z.infer<typeof FineTuneCheckpoint>

/** Why it was refused or failed. */
export const FineTuneError = z.object({
  /** The provider's own words, unchanged but for keys, which are taken out. */
  message: z.string(),
  /** The provider's own name for the problem. */
  code: z.string().nullable(),
  /** HTTP status; exit code of a local trainer. */
  status: z.int().nullable(),
  /** What can be done instead, one sentence each. */
  advice: z.array(z.string()),
})
export type FineTuneError = z.infer<typeof FineTuneError>

/** Where the job comes from. `imported`: made elsewhere, found in a provider's list or read from files. */
export const FineTuneOrigin = z.enum(['started', 'imported'])

export const FineTuneJob = z.object({
  fineTuneJobId: FineTuneJobId,
  origin: FineTuneOrigin,
  name: z.string(),
  /** Null for a job read from files alone. */
  trainer: TrainerSettings.nullable(),
  /** Empty when an imported file does not say. */
  baseModel: z.string(),
  /** The exact data it is trained on, and with it the preflight; null for an imported job. */
  trainingVersionId: TrainingVersionId.nullable(),
  hyperparameters: FineTuneHyperparameters,
  capUsd: z.number().positive().nullable(),
  baselineRunIds: z.array(RunId),
  /** What the user gave as the reason for starting without a baseline; null when there is one, and for imported jobs. */
  noBaselineReason: z.string().nullable(),
  /** By which the job is found at the provider: in its metadata, suffix or folder name. */
  tag: z.string(),
  providerJobId: z.string().nullable(),
  status: FineTuneStatus,
  actions: z.array(FineTuneAction),
  /** What the user should know or check now, in a sentence; null when there is nothing. */
  notice: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** When the creation was sent. */
  sentAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** As the provider tells it. */
  estimatedFinishAt: z.iso.datetime().nullable(),
  /** The cancellation was asked for; it holds when `status` says so. */
  cancelRequestedAt: z.iso.datetime().nullable(),
  /** When the provider was last reached, and since when it is not; its state is the last known one. */
  reachedAt: z.iso.datetime().nullable(),
  notReachedSince: z.iso.datetime().nullable(),
  /** Name under which the tuned model is asked; null until there is one, and for local ones, which are files. */
  tunedModel: z.string().nullable(),
  /** Last day (ISO date) on which the provider answers with it; null when none is announced. */
  shutdownDate: z.iso.date().nullable(),
  checkpoints: z.array(FineTuneCheckpoint),
  /** Tokens that the provider bills, epochs counted. */
  trainedTokens: z.int().nonnegative().nullable(),
  /** US dollars; null when not known, never 0 for that. */
  costEstimateUsd: z.number().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
  /** Where the price comes from, with its date; null when there is none. */
  priceSource: z.string().nullable(),
  error: FineTuneError.nullable(),
  /** A local trainer's folder on this machine. */
  folder: z.string().nullable(),
  /** Files that the job made and that are kept here: result CSVs, trainer states, logs. */
  resultFiles: z.array(z.string()),
})
export type FineTuneJob = z.infer<typeof FineTuneJob>

/** Numbered per job from 1 without gaps. `provider`: its own words; `rungs`: what was done here. */
export const FineTuneEvent = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  source: z.enum(['provider', 'rungs']),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
})
export type FineTuneEvent = z.infer<typeof FineTuneEvent>

/** What a job will cost, before anything is sent. Uploads nothing. */
export const FineTuneEstimate = z.object({
  trainExamples: z.int().nonnegative(),
  validationExamples: z.int().nonnegative(),
  /** Of one pass, counted with o200k_base. */
  trainTokens: z.int().nonnegative(),
  /** Passes that the estimate assumes. */
  epochs: z.int().positive(),
  /** True when the provider chooses them and this is only its usual choice. */
  epochsAssumed: z.boolean(),
  billedTokens: z.int().nonnegative(),
  costUsd: z.number().nonnegative().nullable(),
  usdPerMillionTokens: z.number().nonnegative().nullable(),
  priceSource: z.string().nullable(),
  /** ISO date of the price. */
  priceDate: z.iso.date().nullable(),
  /** Sentences on why it would be refused or what is not known. */
  warnings: z.array(z.string()),
})
export type FineTuneEstimate = z.infer<typeof FineTuneEstimate>

/** A job in a provider's list. */
export const ProviderFineTune = z.object({
  providerJobId: z.string(),
  baseModel: z.string(),
  tunedModel: z.string().nullable(),
  status: FineTuneStatus,
  createdAt: z.iso.datetime().nullable(),
  trainedTokens: z.int().nonnegative().nullable(),
  resultFiles: z.int().nonnegative(),
  /** Last day on which the tuned model answers, and days until then (negative = over); null when none is announced. */
  shutdownDate: z.iso.date().nullable(),
  daysLeft: z.int().nullable(),
  /** The job of this workspace that it is; null when it was not imported. */
  fineTuneJobId: FineTuneJobId.nullable(),
})
export type ProviderFineTune = z.infer<typeof ProviderFineTune>

/** A trainer that can be chosen today. */
export const TrainerOffer = z.object({
  kind: TrainerKind,
  label: z.string(),
  /** Where one begins; the user may change the address, key name or folder. */
  settings: TrainerSettings,
  /** `closing`, `closed`: the platform takes no, or soon no, new jobs. `local`: runs on a machine of the user's. */
  state: z.enum(['open', 'closing', 'closed', 'local']),
  /** What to know of it today. */
  hint: z.string(),
  /** Names in `FineTuneHyperparameters` that it takes. */
  hyperparameters: z.array(FineTuneHyperparameters.keyof()),
  /** Models to begin with; others can be typed. */
  baseModels: z.array(z.string()),
  /** Whether its key is set (or none is needed), or its program is found on this machine. */
  isReady: z.boolean(),
  /** What is missing, in a sentence; null when it is ready. */
  missing: z.string().nullable(),
})
export type TrainerOffer = z.infer<typeof TrainerOffer>
