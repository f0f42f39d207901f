import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../main/adapters/system/system-clock.ts'
import { createTrainers } from '../../../main/adapters/trainers/create-trainers.ts'
import type { CreateFineTune, Trainer } from '../../../main/ports/trainer.ts'
import { FineTuneHyperparameters } from '../../../shared/domain/fine-tune-job.ts'
import { TrainerSettings } from '../../../shared/domain/trainer.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { TogetherServer } from '../../support/together-server/together-server.ts'
import { type LifeStage, usualLife } from '../../support/training-life/scripted-training.ts'
import { standInTrainer } from '../../support/training-life/stand-in-trainer.ts'
import { modelKey } from './model-cases.ts'

export type Refusal = { readonly status: number; readonly message: string; readonly code?: string }

/** One trainer with the world that it works in. */
export interface TrainerWorld extends AsyncDisposable {
  readonly trainer: Trainer
  readonly settings: TrainerSettings
  /** Brings the training one stage on; for a local one, a third of its steps. */
  advance(): void
  /** The next jobs end so. */
  script(...stages: LifeStage[]): void
  /** Every creation is refused so from now on; null where nobody can refuse. */
  readonly refuse: ((refusal: Refusal) => void) | null
  /** The creation is done, and its answer lost. */
  readonly loseAnswer: (() => void) | null
  /** What was created, as sent. */
  created(): readonly unknown[]
  uploads(): number
}

export interface TrainerCase {
  readonly name: string
  readonly kind: 'openai' | 'azure' | 'together' | 'axolotl' | 'unsloth'
  open(key?: string | null): Promise<TrainerWorld>
}

export const failureWords = 'The training file has 3 examples with no assistant message.'

function openTrainer(settings: TrainerSettings, localFolder: string, key: string | null): Trainer {
  const secrets = { get: async () => key }
  return createTrainers({ secrets, clock: systemClock, localFolder, timeoutMs: 5000 }).open(settings)
}

const usual = { code: 'invalid_training_file', message: failureWords }

async function openAiWorld(kind: 'openai' | 'azure', key: string | null): Promise<TrainerWorld> {
  const server = await OpenAiServer.start({ apiKey: modelKey })
  const baseUrl = kind === 'azure' ? server.rootUrl : server.baseUrl
  const settings = TrainerSettings.parse({ kind, baseUrl, secretName: 'TRAINER_KEY' })
  const isCreation = (path: string, sent: unknown) => path === '/v1/fine_tuning/jobs' && sent !== null
  return {
    settings,
    trainer: openTrainer(settings, '/nowhere', key),
    advance: () => server.fineTuning.advance(),
    script: (...stages) => {
      server.fineTuning.life = { stages, failure: usual }
    },
    refuse: (refusal) => {
      server.respond = ({ path, sent }) =>
        isCreation(path, sent) ? { kind: 'status', ...refusal } : { kind: 'answer' }
    },
    loseAnswer: () => {
      server.respond = ({ path, sent }) => (isCreation(path, sent) ? { kind: 'cut', at: 'body' } : { kind: 'answer' })
    },
    created: () => server.fineTuning.created,
    uploads: () => server.batches.count('fine-tune'),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function togetherWorld(key: string | null): Promise<TrainerWorld> {
  const server = await TogetherServer.start({ apiKey: modelKey })
  const settings = TrainerSettings.parse({ kind: 'together', baseUrl: server.baseUrl, secretName: 'TRAINER_KEY' })
  const isCreation = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '/fine-tunes'
  return {
    settings,
    trainer: openTrainer(settings, '/nowhere', key),
    advance: () => server.advance(),
    script: (...stages) => {
      server.life = { stages, failure: usual }
    },
    refuse: (refusal) => {
      server.trouble = (request) => (isCreation(request) ? { kind: 'status', ...refusal } : null)
    },
    loseAnswer: () => {
      server.trouble = (request) => (isCreation(request) ? { kind: 'cutAfter' } : null)
    },
    created: () => server.created,
    uploads: () => server.uploads,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function localWorld(kind: 'axolotl' | 'unsloth'): Promise<TrainerWorld> {
  const folder = temporaryFolder()
  const root = join(folder.path, 'jobs')
  const program = standInTrainer(folder.path, kind === 'axolotl' ? 'outputs/lora-out' : 'outputs')
  const settings = TrainerSettings.parse({ kind, folder: root, program })
  const folders = () => {
    try {
      return readdirSync(root).filter((name) => !name.startsWith('.'))
    } catch {
      return []
    }
  }
  let third = 0
  let isFailing = false
  const trainer = openTrainer(settings, '/nowhere', null)
  return {
    settings,
    trainer,
    advance: () => {
      third += 1
      for (const name of folders()) writeFileSync(join(root, name, isFailing ? 'go-fail' : `go-${third}`), '')
    },
    script: (...stages) => {
      isFailing = stages.includes('failed')
    },
    refuse: null,
    loseAnswer: null,
    created: folders,
    uploads: () => 0,
    [Symbol.asyncDispose]: async () => {
      // Nothing may outlive its test.
      for (const name of folders()) await trainer.cancel(name).catch(() => {})
      folder[Symbol.dispose]()
    },
  }
}

export const trainerCases: readonly TrainerCase[] = [
  { name: 'OpenAI', kind: 'openai', open: (key = modelKey) => openAiWorld('openai', key) },
  { name: 'Azure', kind: 'azure', open: (key = modelKey) => openAiWorld('azure', key) },
  { name: 'Together', kind: 'together', open: (key = modelKey) => togetherWorld(key) },
  { name: 'Axolotl', kind: 'axolotl', open: () => localWorld('axolotl') },
  { name: 'Unsloth', kind: 'unsloth', open: () => localWorld('unsloth') },
]

const lines = (...labels: string[]) =>
  labels
    .map((label, index) => {
      const user = { role: 'user', content: `Message ${index} about ${label}` }
      return `${JSON.stringify({ messages: [user, { role: 'assistant', content: label }] })}\n`
    })
    .join('')

export const trainingFile = {
  name: 'rungs-0123456789abcdef.jsonl',
  text: lines('card', 'cash', 'loan', 'fees', 'Überweisung'),
}
export const validationFile = { name: 'rungs-fedcba9876543210.jsonl', text: lines('card', 'loan') }

/** Uploads what is to be uploaded, creates the job, and starts it where it does not start by itself. */
export async function createJob(
  { trainer }: TrainerWorld,
  change: Partial<CreateFineTune> & { readonly given?: Partial<FineTuneHyperparameters> } = {},
) {
  const { given = {}, ...rest } = change
  const upload = async (file: typeof trainingFile) =>
    trainer.uploads ? ((await trainer.findUpload(file)) ?? trainer.upload(file)) : null
  const job = await trainer.create({
    ...{ tag: 'rg0123456789ab', name: 'Bank intents ü', baseModel: 'gpt-4o-mini-2024-07-18' },
    hyperparameters: { ...FineTuneHyperparameters.parse({}), ...given },
    training: trainingFile,
    trainingFileId: await upload(trainingFile),
    validation: validationFile,
    validationFileId: await upload(validationFile),
    ...rest,
  })
  return job.status === 'prepared' ? trainer.launch(job.providerJobId) : job
}

export { usualLife }
