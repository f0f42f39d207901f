import { AppError } from '../../../shared/domain/app-error.ts'
import { priceKey } from '../../../shared/domain/price-overrides.ts'
import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import { type TrainingPrice, TrainingPrices, trainingPricesName } from '../../../shared/domain/training-price.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'

/** Keeps the user's own price of a base model at a trainer. Throws AppError INVALID_INPUT where nobody is paid. */
export function setTrainingPrice(
  trainer: TrainerSettings,
  baseModel: string,
  usdPerMillionTokens: number,
  { store, clock }: Pick<FineTuningPorts, 'store' | 'clock'>,
): TrainingPrice {
  if (isLocalTrainer(trainer)) {
    throw new AppError('INVALID_INPUT', 'Training on a machine of yours has no price here. Nothing was changed.')
  }
  const price = { usdPerMillionTokens, source: 'your entry', date: clock.now().toISOString().slice(0, 10) }
  store.transaction(() => {
    const kept = TrainingPrices.parse(store.settings.get(trainingPricesName) ?? {})
    store.settings.set(trainingPricesName, { ...kept, [priceKey(trainer, baseModel)]: price })
  })
  return price
}
