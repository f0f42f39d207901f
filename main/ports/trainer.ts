import type { FineTuneCheckpoint, FineTuneError, FineTuneHyperparameters } from '../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../shared/domain/trainer.ts'
import type { TrainingPoint } from '../../shared/domain/training-curve.ts'
import { CallFailure, type CallFailureDetails } from './call-failure.ts'

/** Training examples as chat JSONL (OpenAI's form), one example a line. */
export interface TrainingFile {
  /** Holds its hash, so that the same content is found again under it: `rungs-0123456789abcdef.jsonl`. */
  readonly name: string
  readonly text: string
}

/** What a provider says of a job. */
export interface TrainerJob {
  readonly providerJobId: string
  /** `prepared` where a local trainer's folder is written and nothing runs. */
  readonly status: 'prepared' | 'validating' | 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'
  readonly baseModel: string
  readonly tunedModel: string | null
  /** Tokens billed, epochs counted; null until the provider says. */
  readonly trainedTokens: number | null
  /** US dollars, where the provider says it. */
  readonly costUsd: number | null
  readonly error: Omit<FineTuneError, 'advice'> | null
  /** ISO times. */
  readonly createdAt: string | null
  readonly finishedAt: string | null
  readonly estimatedFinishAt: string | null
  /** Our tag, where the job carries one. */
  readonly tag: string | null
  /** Names or ids of files that can be fetched with `resultFiles`. */
  readonly resultFileIds: readonly string[]
  /** Of a local trainer. */
  readonly folder: string | null
}

export interface TrainerEvent {
  /** The same event has the same id each time it is listed. */
  readonly eventId: string
  readonly at: string
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
}

/** A result CSV (plain or base64), a `trainer_state.json`, or a log, as the trainer left it. */
export interface ResultFile {
  readonly name: string
  readonly text: string
}

/** What is known of the curve so far: points that the provider tells, and files that a parser reads. */
export interface CurveSource {
  readonly points: readonly TrainingPoint[]
  readonly files: readonly ResultFile[]
}

export interface CreateFineTune {
  /** Put where the provider lists it again; letters, digits and hyphens, at most 18 characters. */
  readonly tag: string
  readonly name: string
  readonly baseModel: string
  readonly hyperparameters: FineTuneHyperparameters
  readonly training: TrainingFile
  /** The provider's id of the uploaded file; null for trainers that take the text. */
  readonly trainingFileId: string | null
  readonly validation: TrainingFile | null
  readonly validationFileId: string | null
}

/** What the provider itself thinks a job costs. */
export interface TrainerPrice {
  readonly costUsd: number | null
  readonly billedTokens: number | null
  /** False when the provider says already that it would not take the job. */
  readonly isAllowed: boolean
}

/** What a search at the provider goes by. */
export interface TagSearch {
  readonly tag: string
  /** The provider's id of the uploaded training file; null when it is not known. */
  readonly trainingFileId: string | null
  /** ISO time before which it cannot have been made. */
  readonly sentAt: string
  /** Jobs that are known to be others. */
  readonly knownJobIds: ReadonlySet<string>
}

/** One request to a provider that gave no answer, with the provider's own words. */
export class TrainerFailure extends CallFailure {
  /** HTTP status; null when none came. */
  readonly status: number | null
  readonly code: string | null
  /** Unchanged but for keys, which are taken out; empty when there are none. */
  readonly words: string

  constructor(
    message: string,
    details: CallFailureDetails & { status: number | null; code: string | null; words: string },
  ) {
    // No cause: errors of libraries quote headers and addresses, and those can hold the key.
    super(message, details)
    this.name = 'TrainerFailure'
    this.status = details.status
    this.code = details.code
    this.words = details.words
  }
}

/**
 * Where jobs are trained. Sends each request exactly once. Every method throws TrainerFailure, AppError SECRET_MISSING
 * before anything is sent, AppError UNREADABLE_FILE or DISK_FULL where it is a folder, or the signal's reason. No message
 * holds a key.
 */
export interface Trainer {
  readonly kind: TrainerSettings['kind']
  /** Names the endpoint for journals; holds no secret. */
  readonly endpoint: string
  readonly canPause: boolean
  /** True where files are sent before the job; else `create` takes their text. */
  readonly uploads: boolean
  /** @returns the provider's id of a file with this name and size that is there already; null when there is none. */
  findUpload(file: TrainingFile, signal?: AbortSignal): Promise<string | null>
  /** @returns the provider's id. */
  upload(file: TrainingFile, signal?: AbortSignal): Promise<string>
  /** Null where the provider offers no such call. */
  estimate(job: Omit<CreateFineTune, 'tag'>, signal?: AbortSignal): Promise<TrainerPrice | null>
  create(job: CreateFineTune, signal?: AbortSignal): Promise<TrainerJob>
  /** The newest job that carries the tag; null when the whole list has none. */
  findByTag(search: TagSearch, signal?: AbortSignal): Promise<TrainerJob | null>
  /** Newest first. */
  list(signal?: AbortSignal): Promise<TrainerJob[]>
  get(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob>
  /** Oldest first, all of them. */
  events(providerJobId: string, signal?: AbortSignal): Promise<TrainerEvent[]>
  /** By step. */
  checkpoints(providerJobId: string, signal?: AbortSignal): Promise<FineTuneCheckpoint[]>
  curve(providerJobId: string, signal?: AbortSignal): Promise<CurveSource>
  /** The files of an ended job. */
  resultFiles(job: TrainerJob, signal?: AbortSignal): Promise<ResultFile[]>
  /** Asks for it; the answer may still say `running`. */
  cancel(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob>
  pause(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob>
  resume(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob>
  /** Starts the program of a prepared local folder. */
  launch(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob>
}

/** Opens trainers; sends nothing and starts nothing before it is asked to. */
export interface Trainers {
  open(settings: TrainerSettings): Trainer
  /** Whether a local trainer's program is found. @returns null when it is there, else what is missing, in a sentence. */
  missingProgram(settings: TrainerSettings): Promise<string | null>
}
