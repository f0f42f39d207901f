import type { FineTuneHyperparameters, TrainerOffer } from '../../../shared/domain/fine-tune-job.ts'
import { KeptProviders, keptProvidersName } from '../../../shared/domain/kept-providers.ts'
import { isLocalTrainer, TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'

type Field = keyof FineTuneHyperparameters

/** OpenAI's announcement of 2026-05-07: no new jobs for anybody from this day. */
const openAiClosesOn = '2027-01-06'

const openAiFields: Field[] = ['epochs', 'batchSize', 'learningRateMultiplier', 'seed']
const togetherFields: Field[] = [
  ...(['epochs', 'batchSize', 'learningRate', 'loraRank', 'loraAlpha', 'loraDropout', 'maxSequenceTokens'] as const),
  ...(['evaluations', 'checkpoints', 'seed'] as const),
]

interface OfferSeed extends Pick<TrainerOffer, 'label' | 'state' | 'hint' | 'hyperparameters' | 'baseModels'> {
  readonly settings: unknown
}

const together: OfferSeed = {
  settings: { kind: 'together' },
  label: 'Together',
  state: 'open',
  hint: 'Trains open models and tells the price before it starts. The tuned model is asked there, or its weights are downloaded.',
  hyperparameters: togetherFields,
  baseModels: ['Qwen/Qwen3-8B', 'meta-llama/Meta-Llama-3.1-8B-Instruct-Reference'],
}

const axolotl: OfferSeed = {
  settings: { kind: 'axolotl' },
  label: 'Axolotl, on a machine of yours',
  state: 'local',
  hint: 'Writes a folder that is ready to run, and starts it where Axolotl is installed. It needs a GPU; nothing leaves your machines.',
  hyperparameters: togetherFields,
  baseModels: ['Qwen/Qwen3-0.6B', 'Qwen/Qwen3-4B'],
}

const unsloth: OfferSeed = {
  ...axolotl,
  settings: { kind: 'unsloth' },
  label: 'Unsloth, on a machine of yours',
  hint: 'Writes a folder with a script for Unsloth and TRL, and starts it where they are installed. It needs a GPU; nothing leaves your machines.',
  baseModels: ['unsloth/Qwen3-0.6B', 'unsloth/Qwen3-4B'],
}

const azure: OfferSeed = {
  settings: { kind: 'azure', baseUrl: 'https://NAME.openai.azure.com' },
  label: 'Azure',
  state: 'open',
  hint: 'Put your own address in place of NAME. The tuned model must be deployed there before it answers, and hosting costs by the hour.',
  hyperparameters: openAiFields,
  baseModels: ['gpt-4.1-mini-2025-04-14', 'gpt-4o-mini-2024-07-18'],
}

function openAi(now: Date): OfferSeed {
  const isClosed = now.toISOString().slice(0, 10) >= openAiClosesOn
  return {
    settings: { kind: 'openai' },
    label: 'OpenAI',
    state: isClosed ? 'closed' : 'closing',
    hint: isClosed
      ? `Closed since ${openAiClosesOn}: no new jobs. What was trained can still be listed and taken over here.`
      : `Closing: organisations without recent fine-tuning are refused already, everybody from ${openAiClosesOn} on. Models tuned from gpt-4.1 and gpt-4o answer until 2027-01-14.`,
    hyperparameters: openAiFields,
    baseModels: ['gpt-4.1-mini-2025-04-14', 'gpt-4o-mini-2024-07-18', 'gpt-4.1-2025-04-14'],
  }
}

/** What is open first, then what runs on the user's machines, servers that the user added, and what is closing. */
export async function trainerOffers(ports: FineTuningPorts): Promise<TrainerOffer[]> {
  const own = KeptProviders.parse(ports.store.settings.get(keptProvidersName) ?? []).flatMap(
    ({ label, provider }): OfferSeed[] =>
      provider.kind !== 'openai' || /(^|\.)openai\.com$/.test(hostOf(provider.baseUrl))
        ? []
        : [
            {
              ...openAi(ports.clock.now()),
              settings: { ...provider, api: undefined },
              label,
              state: 'open',
              hint: 'A server of yours; it needs the fine_tuning API of OpenAI.',
              baseModels: [],
            },
          ],
  )
  const secrets = new Set((await ports.secrets.list()).map(({ name }) => name))
  const seeds = [together, axolotl, unsloth, ...own, azure, openAi(ports.clock.now())]
  return Promise.all(seeds.map((seed) => offerOf(seed, secrets, ports)))
}

async function offerOf(
  { settings: seed, ...rest }: OfferSeed,
  secrets: ReadonlySet<string>,
  { trainers }: FineTuningPorts,
): Promise<TrainerOffer> {
  const settings = TrainerSettings.parse(JSON.parse(JSON.stringify(seed)))
  const missing = isLocalTrainer(settings)
    ? await trainers.missingProgram(settings)
    : settings.secretName !== null && !secrets.has(settings.secretName)
      ? `No key is set in ${settings.secretName}.`
      : null
  return { ...rest, kind: settings.kind, settings, isReady: missing === null, missing }
}

function hostOf(baseUrl: string): string {
  return /^https?:\/\/([^/:]+)/i.exec(baseUrl)?.[1] ?? ''
}
