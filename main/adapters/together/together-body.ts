import type { CreateFineTune } from '../../ports/trainer.ts'

/** What a price is asked for. */
export function togetherPriceBody(job: Omit<CreateFineTune, 'tag'>): Record<string, unknown> {
  const { baseModel, trainingFileId, validationFileId, hyperparameters } = job
  const { epochs, evaluations, loraRank, loraAlpha, loraDropout } = hyperparameters
  return {
    model: baseModel,
    training_file: trainingFileId,
    ...(validationFileId === null ? {} : { validation_file: validationFileId }),
    ...(epochs === null ? {} : { n_epochs: epochs }),
    ...(validationFileId === null || evaluations === null ? {} : { n_evals: evaluations }),
    training_method: { method: 'sft', train_on_inputs: false },
    // The API insists on rank and alpha together.
    ...(loraRank === null
      ? {}
      : {
          training_type: {
            type: 'Lora',
            lora_r: loraRank,
            lora_alpha: loraAlpha ?? loraRank * 2,
            ...(loraDropout === null ? {} : { lora_dropout: loraDropout }),
          },
        }),
  }
}

/** What a creation sends: nothing for what is the provider's choice. */
export function togetherBody(job: CreateFineTune): Record<string, unknown> {
  const { batchSize, learningRate, maxSequenceTokens, checkpoints, seed } = job.hyperparameters
  return {
    ...togetherPriceBody(job),
    ...(batchSize === null ? {} : { batch_size: batchSize }),
    ...(learningRate === null ? {} : { learning_rate: learningRate }),
    ...(maxSequenceTokens === null ? {} : { max_seq_length: maxSequenceTokens }),
    ...(checkpoints === null ? {} : { n_checkpoints: checkpoints }),
    ...(seed === null ? {} : { random_seed: seed }),
    suffix: suffixOf(job.name, job.tag),
  }
}

const longestSuffix = 64

function suffixOf(name: string, tag: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSuffix - tag.length - 1)
    .replace(/^-|-$/g, '')
  return words === '' ? tag : `${words}-${tag}`
}
