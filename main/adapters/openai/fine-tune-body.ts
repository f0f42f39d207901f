import type { OpenAI } from 'openai'
import type { CreateFineTune } from '../../ports/trainer.ts'

/** Providers take 64 characters; Azure's older versions 18. */
const longestSuffix = { openai: 64, azure: 18 } as const

/** What a creation sends: nothing for what is the provider's choice. */
export function fineTuneBody(
  job: CreateFineTune & { readonly trainingFileId: string },
  kind: 'openai' | 'azure',
): OpenAI.FineTuning.JobCreateParams {
  const { baseModel, trainingFileId, validationFileId, hyperparameters, tag, name } = job
  const { epochs, batchSize, learningRateMultiplier, seed } = hyperparameters
  const given = {
    ...(epochs === null ? {} : { n_epochs: epochs }),
    ...(batchSize === null ? {} : { batch_size: batchSize }),
    ...(learningRateMultiplier === null ? {} : { learning_rate_multiplier: learningRateMultiplier }),
  }
  return {
    model: baseModel,
    training_file: trainingFileId,
    ...(validationFileId === null ? {} : { validation_file: validationFileId }),
    method: {
      type: 'supervised',
      supervised: Object.keys(given).length === 0 ? {} : { hyperparameters: given },
    },
    ...(seed === null ? {} : { seed }),
    suffix: suffixOf(name, tag, longestSuffix[kind]),
    // Azure's versions do not all know it, and refuse what they do not know.
    ...(kind === 'azure' ? {} : { metadata: { rungs: tag } }),
  }
}

/** The name as far as it fits, and the tag whole. */
function suffixOf(name: string, tag: string, longest: number): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest - tag.length - 1)
    .replace(/^-|-$/g, '')
  return words === '' ? tag : `${words}-${tag}`
}
