import type { Command } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { describeIssues } from '../../../../shared/domain/describe-issues.ts'
import { type FineTuneHyperparameters, FineTuneSpec } from '../../../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../../../shared/domain/trainer.ts'
import type { CommandContext } from '../../command-context.ts'
import { numberOf } from '../../number-of.ts'

/** Option by field; the option's name follows from the field's. */
const fields: Readonly<Record<keyof FineTuneHyperparameters, string>> = {
  epochs: 'passes over the training examples',
  batchSize: 'examples per step',
  learningRate: 'absolute (Together, local)',
  learningRateMultiplier: "of the provider's own rate (OpenAI, Azure)",
  loraRank: 'rank of the adapter (Together, local)',
  loraAlpha: 'weight of the adapter (Together, local)',
  loraDropout: 'share of the adapter left out at each step (Together, local)',
  maxSequenceTokens: 'longest example, in tokens (Together, local)',
  evaluations: 'measurements on the validation split',
  checkpoints: 'models kept on the way',
  seed: 'for the same order of the examples again',
}

export interface JobChoices {
  readonly model: string
  readonly name?: string
  readonly cap?: string
  readonly withoutBaseline?: string
}

/** What is trained and how, whoever does it. What is left out is the trainer's choice. */
export function addJobOptions(command: Command): Command {
  command
    .requiredOption('--model <name>', 'the base model')
    .option('--name <text>', 'what the job is called (default: the training set and the model)')
  for (const [field, what] of Object.entries(fields)) {
    command.option(`--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <number>`, what)
  }
  return command
}

/** Throws AppError NOT_FOUND without the training set, INVALID_INPUT. */
export async function specOf(
  reference: string,
  trainer: TrainerSettings,
  choices: JobChoices & Readonly<Record<string, unknown>>,
  { client }: CommandContext,
): Promise<FineTuneSpec> {
  const version = await client.fineTunes.trainingVersion({ reference })
  const given = Object.keys(fields).flatMap((field) =>
    choices[field] === undefined ? [] : [[field, numberOf(String(choices[field]))] as const],
  )
  const { zeroShot, fewShot } = await client.trainingSets.baseline({
    versionId: version.versionId,
    baseModel: choices.model,
  })
  const baselineRunIds = [...zeroShot.slice(-1), ...fewShot.slice(-1)]
  const parsed = FineTuneSpec.safeParse({
    name: choices.name ?? `${version.name} on ${choices.model}`.slice(0, 100),
    ...{ trainer, baseModel: choices.model, trainingVersionId: version.versionId },
    hyperparameters: Object.fromEntries(given),
    capUsd: choices.cap === undefined ? null : numberOf(choices.cap),
    baselineRunIds,
    noBaselineReason: baselineRunIds.length > 0 ? null : (choices.withoutBaseline ?? null),
  })
  if (parsed.success) return parsed.data
  throw new AppError(
    'INVALID_INPUT',
    `The job cannot be started: ${describeIssues(parsed.error, 'the job').join('; ')}. Nothing was sent.`,
  )
}
