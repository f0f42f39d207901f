import { z } from 'zod'
import { AzureProvider, OpenAiProvider } from './model-provider.ts'
import { SecretName } from './secret.ts'

const BaseUrl = z.url({ protocol: /^https?$/ })

/** OpenAI, or any server with its `fine_tuning/jobs`. */
export const OpenAiTrainer = OpenAiProvider.omit({ api: true })
export type OpenAiTrainer = z.infer<typeof OpenAiTrainer>

/** Azure's jobs: the tuned model must be deployed there before it answers, and hosting it costs by the hour. */
export const AzureTrainer = AzureProvider
export type AzureTrainer = z.infer<typeof AzureTrainer>

export const TogetherTrainer = z.strictObject({
  kind: z.literal('together'),
  baseUrl: BaseUrl.default('https://api.together.ai/v1'),
  secretName: SecretName.nullable().default('TOGETHER_API_KEY'),
})
export type TogetherTrainer = z.infer<typeof TogetherTrainer>

const local = {
  /** Folder on this machine in which the job gets a folder of its own; null = `fine-tunes` in the workspace. */
  folder: z.string().min(1).max(1000).nullable().default(null),
  /** Path of the program; null = as it is found on the PATH. It gets fixed arguments and no shell. */
  program: z.string().min(1).max(1000).nullable().default(null),
  /** False only writes the folder, to be taken to another machine. */
  launch: z.boolean().default(false),
  /** Weights in 4 bits (QLoRA). */
  loadIn4Bit: z.boolean().default(false),
}

/** `axolotl train config.yml` */
export const AxolotlTrainer = z.strictObject({ kind: z.literal('axolotl'), ...local })
export type AxolotlTrainer = z.infer<typeof AxolotlTrainer>

/** `python train.py`, which uses Unsloth and TRL. */
export const UnslothTrainer = z.strictObject({ kind: z.literal('unsloth'), ...local })
export type UnslothTrainer = z.infer<typeof UnslothTrainer>

/** Where a job is trained. Holds the name of a key, never the key. */
export const TrainerSettings = z.discriminatedUnion('kind', [
  OpenAiTrainer,
  AzureTrainer,
  TogetherTrainer,
  AxolotlTrainer,
  UnslothTrainer,
])
export type TrainerSettings = z.infer<typeof TrainerSettings>
export type LocalTrainer = AxolotlTrainer | UnslothTrainer

export const TrainerKind = z.enum(['openai', 'azure', 'together', 'axolotl', 'unsloth'])
export type TrainerKind = z.infer<typeof TrainerKind>

export function isLocalTrainer(trainer: TrainerSettings): trainer is LocalTrainer {
  return trainer.kind === 'axolotl' || trainer.kind === 'unsloth'
}
