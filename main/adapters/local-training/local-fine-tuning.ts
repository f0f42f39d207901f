import { spawn } from 'node:child_process'
import { basename, join } from 'node:path'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { FineTuneCheckpoint } from '../../../shared/domain/fine-tune-job.ts'
import type { LocalTrainer } from '../../../shared/domain/trainer.ts'
import type { Clock } from '../../ports/clock.ts'
import type {
  CreateFineTune,
  CurveSource,
  ResultFile,
  TagSearch,
  Trainer,
  TrainerEvent,
  TrainerJob,
} from '../../ports/trainer.ts'
import { safeWords } from '../provider-calls/safe-words.ts'
import { findProgram } from './find-program.ts'
import { TrainingFolder } from './training-folder.ts'
import { logName, TrainingProcess } from './training-process.ts'
import type { TrainingRecipe } from './training-recipe.ts'

export interface LocalTrainingPorts {
  readonly clock: Clock
  /** Where jobs go whose settings name no folder. */
  readonly defaultFolder: string
}

/** A job on this machine: a folder that is complete in itself, and a program that works in it. The job's id is the folder's name. */
export class LocalFineTuning implements Trainer {
  readonly kind: LocalTrainer['kind']
  readonly endpoint: string
  readonly canPause = false
  readonly uploads = false
  readonly #settings: LocalTrainer
  readonly #recipe: TrainingRecipe
  readonly #clock: Clock
  readonly #root: string

  constructor(settings: LocalTrainer, recipe: TrainingRecipe, { clock, defaultFolder }: LocalTrainingPorts) {
    this.kind = settings.kind
    this.#settings = settings
    this.#recipe = recipe
    this.#clock = clock
    this.#root = settings.folder ?? defaultFolder
    this.endpoint = `${settings.kind}:${this.#root}`
  }

  /** @returns null when the program and its library are there, else what is missing, in a sentence. */
  static async missing(settings: LocalTrainer, recipe: TrainingRecipe): Promise<string | null> {
    const program = await findProgram(settings.program ?? recipe.usualProgram)
    const says = `${recipe.howToInstall} The folder can be written all the same, and run on another machine.`
    if (program === null) return `${settings.program ?? recipe.usualProgram} is not on this machine. ${says}`
    const { checkArguments } = recipe
    if (checkArguments === null || (await succeeds(program, checkArguments))) return null
    return `${program} is there, but the library that the job needs is not. ${says}`
  }

  async findUpload(): Promise<null> {
    return null
  }

  async upload(): Promise<string> {
    return ''
  }

  /** A machine of the user's own. */
  async estimate(): Promise<{ costUsd: number; billedTokens: null; isAllowed: true }> {
    return { costUsd: 0, billedTokens: null, isAllowed: true }
  }

  async create(job: CreateFineTune, signal?: AbortSignal): Promise<TrainerJob> {
    signal?.throwIfAborted()
    const { kind } = this.#recipe
    const { tag, name, baseModel, training, validation } = job
    const card = { kind, tag, name, baseModel, createdAt: this.#clock.now().toISOString() }
    const folder = await TrainingFolder.write(join(this.#root, folderName(name, tag)), card, {
      'train.jsonl': training.text,
      ...(validation === null ? {} : { 'valid.jsonl': validation.text }),
      ...this.#recipe.files(job, this.#settings),
    })
    return this.#read(folder)
  }

  async findByTag({ tag }: TagSearch): Promise<TrainerJob | null> {
    return (await this.list()).find((job) => job.tag === tag) ?? null
  }

  async list(): Promise<TrainerJob[]> {
    const jobs: TrainerJob[] = []
    for (const folder of await TrainingFolder.list(this.#root)) {
      if ((await folder.card())?.kind === this.kind) jobs.push(await this.#read(folder))
    }
    return jobs.sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1))
  }

  get(providerJobId: string): Promise<TrainerJob> {
    return this.#read(this.#folder(providerJobId))
  }

  async events(providerJobId: string): Promise<TrainerEvent[]> {
    const startedAt = await new TrainingProcess(this.#folder(providerJobId)).startedAt()
    if (startedAt === null) return []
    const command = [this.#settings.program ?? this.#recipe.usualProgram, ...this.#recipe.programArguments].join(' ')
    return [{ eventId: `started ${startedAt}`, at: startedAt, level: 'info', message: `Started ${command}.` }]
  }

  async checkpoints(providerJobId: string): Promise<FineTuneCheckpoint[]> {
    const folder = this.#folder(providerJobId)
    const { outputFolder } = this.#recipe
    return (await folder.checkpointSteps(outputFolder)).map((step) => ({
      checkpointId: `checkpoint-${step}`,
      step,
      model: null,
      path: join(folder.path, outputFolder, `checkpoint-${step}`),
      createdAt: null,
      trainLoss: null,
      trainAccuracy: null,
      validLoss: null,
      validAccuracy: null,
    }))
  }

  /** The newest state that a checkpoint holds, and the log, which goes on behind it. */
  async curve(providerJobId: string): Promise<CurveSource> {
    return { points: [], files: await this.#curveFiles(this.#folder(providerJobId)) }
  }

  async resultFiles({ providerJobId }: TrainerJob): Promise<ResultFile[]> {
    return this.#curveFiles(this.#folder(providerJobId))
  }

  async cancel(providerJobId: string): Promise<TrainerJob> {
    const folder = this.#folder(providerJobId)
    await new TrainingProcess(folder).cancel(this.#clock.now())
    const job = await this.#read(folder)
    // A folder in which nothing runs has nothing to be stopped.
    return job.status === 'prepared' ? { ...job, status: 'cancelled' } : job
  }

  pause(providerJobId: string): Promise<TrainerJob> {
    return this.get(providerJobId)
  }

  resume(providerJobId: string): Promise<TrainerJob> {
    return this.get(providerJobId)
  }

  async launch(providerJobId: string): Promise<TrainerJob> {
    const folder = this.#folder(providerJobId)
    await this.#start(folder)
    return this.#read(folder)
  }

  #folder(providerJobId: string): TrainingFolder {
    // The name of a folder, never a way out of the root.
    return new TrainingFolder(join(this.#root, basename(providerJobId)))
  }

  async #start(folder: TrainingFolder): Promise<void> {
    const named = this.#settings.program ?? this.#recipe.usualProgram
    const program = await findProgram(named)
    if (program === null) {
      throw new AppError(
        'NOT_FOUND',
        `${named} is not on this machine, so nothing was started. The folder ${folder.path} is ready: ${this.#recipe.howToInstall}`,
        { program: named },
      )
    }
    await new TrainingProcess(folder).start(program, this.#recipe.programArguments, this.#clock.now())
  }

  async #curveFiles(folder: TrainingFolder): Promise<ResultFile[]> {
    const { outputFolder } = this.#recipe
    const steps = await folder.checkpointSteps(outputFolder)
    const files: ResultFile[] = []
    for (const step of steps.reverse()) {
      // A checkpoint that is being written has none yet.
      const text = await folder.read(join(outputFolder, `checkpoint-${step}`, 'trainer_state.json'))
      if (text === null || !isJson(text)) continue
      files.push({ name: 'trainer_state.json', text })
      break
    }
    const log = await folder.read(logName)
    if (log !== null && log !== '') files.push({ name: logName, text: log })
    return files
  }

  async #read(folder: TrainingFolder): Promise<TrainerJob> {
    const card = await folder.card()
    if (card === null) {
      throw new AppError(
        'NOT_FOUND',
        `The folder ${folder.path} is gone or no longer one of a training. What was read from it before is kept.`,
        { folder: folder.path },
      )
    }
    const state = await new TrainingProcess(folder).state()
    const status = statusOf(state)
    return {
      providerJobId: basename(folder.path),
      status,
      baseModel: card.baseModel,
      tunedModel: null,
      trainedTokens: null,
      costUsd: 0,
      error:
        status === 'failed' && state.kind === 'ended'
          ? { message: await lastWords(folder, state.exitCode), code: null, status: state.exitCode }
          : null,
      createdAt: card.createdAt,
      finishedAt: null,
      estimatedFinishAt: null,
      tag: card.tag,
      resultFileIds: [],
      folder: folder.path,
    }
  }
}

function statusOf(state: Awaited<ReturnType<TrainingProcess['state']>>): TrainerJob['status'] {
  if (state.kind === 'notStarted') return 'prepared'
  if (state.kind === 'running') return 'running'
  if (state.exitCode === 0) return 'succeeded'
  return state.wasCancelled ? 'cancelled' : 'failed'
}

/** What the log ends with. */
async function lastWords(folder: TrainingFolder, exitCode: number | null): Promise<string> {
  const log = (await folder.read(logName)) ?? ''
  const lines = log
    .slice(-20_000)
    .split('\n')
    .map((line) => safeWords(line, null, 500))
    .filter((line) => line !== '')
  const end =
    exitCode === null
      ? 'The program was killed, or the machine was switched off.'
      : `The program ended with exit code ${exitCode}.`
  return [...lines.slice(-8), end].join('\n')
}

function folderName(name: string, tag: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '')
  return words === '' ? tag : `${words}-${tag}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function succeeds(program: string, checkArguments: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, checkArguments, { stdio: 'ignore', timeout: 20_000 })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
