import type { FineTuneEstimate, FineTuneSpec } from '../../../shared/domain/fine-tune-job.ts'
import { isLocalTrainer } from '../../../shared/domain/trainer.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { countExampleTokens, trainingData } from './training-data.ts'

/** What providers usually choose for small sets, and what our own folders are written with. */
const usualEpochs = 3

/** OpenAI's and Azure's least. */
const leastExamples = 10

/** Counts and multiplies; sends nothing. Throws AppError NOT_FOUND or INVALID_INPUT. */
export async function estimateFineTune(spec: FineTuneSpec, ports: FineTuningPorts): Promise<FineTuneEstimate> {
  const { trainer, baseModel, trainingVersionId, hyperparameters } = spec
  const { trainExamples, validationExamples } = trainingData(trainingVersionId, ports.store)
  const countTokens = await ports.loadTokenCounter()
  const trainTokens = countExampleTokens(trainExamples, countTokens)
  const epochs = hyperparameters.epochs ?? usualEpochs
  // Together charges its evaluations as well; the others do not.
  const evaluations = trainer.kind === 'together' ? (hyperparameters.evaluations ?? 0) : 0
  const billedTokens =
    trainTokens * epochs + (evaluations === 0 ? 0 : evaluations * countExampleTokens(validationExamples, countTokens))
  const price = ports.trainingPriceOf(baseModel, trainer)
  const isRemote = !isLocalTrainer(trainer)
  const warnings = [
    ...(isRemote && trainExamples.length < leastExamples
      ? [`${trainExamples.length} training examples: providers refuse fewer than ${leastExamples}.`]
      : []),
    ...(validationExamples.length === 0 ? ['There is no validation split, so nothing will show overfitting.'] : []),
    ...(price === null
      ? [
          trainer.kind === 'together'
            ? 'Together tells the price when the files are uploaded; the job is not sent when it is above a cap.'
            : `The price of training ${baseModel} is not known: enter it, or no cap can be kept.`,
        ]
      : []),
    ...(isRemote && hyperparameters.epochs === null
      ? [`The provider chooses the number of epochs; the estimate assumes ${usualEpochs}.`]
      : []),
  ]
  return {
    trainExamples: trainExamples.length,
    validationExamples: validationExamples.length,
    trainTokens,
    epochs,
    epochsAssumed: hyperparameters.epochs === null,
    billedTokens,
    costUsd: price === null ? null : (price.usdPerMillionTokens * billedTokens) / 1_000_000,
    usdPerMillionTokens: price?.usdPerMillionTokens ?? null,
    priceSource: price?.source ?? null,
    priceDate: price?.date ?? null,
    warnings,
  }
}
