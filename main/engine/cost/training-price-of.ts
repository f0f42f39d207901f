import { priceKey } from '../../../shared/domain/price-overrides.ts'
import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import {
  listedTrainingPrice,
  type TrainingPrice,
  TrainingPrices,
  trainingPricesName,
} from '../../../shared/domain/training-price.ts'
import type { SettingsStore } from '../../ports/settings-store.ts'
import { isLoopbackUrl } from './is-loopback-url.ts'

/**
 * What training a base model costs: the user's entry, else nothing on a machine of the user's, else what is listed. Null
 * when it is not known, never 0 for that.
 */
export function trainingPriceOf(
  model: string,
  trainer: TrainerSettings,
  settings: Pick<SettingsStore, 'get'>,
  now: Date,
): TrainingPrice | null {
  const free = { usdPerMillionTokens: 0, source: 'local', date: now.toISOString().slice(0, 10) }
  if (isLocalTrainer(trainer)) return free
  const own = TrainingPrices.parse(settings.get(trainingPricesName) ?? {})
  const key = priceKey(trainer, model)
  if (Object.hasOwn(own, key)) return own[key]!
  if (isLoopbackUrl(trainer.baseUrl)) return free
  return listedTrainingPrice(key.slice(0, key.indexOf('/')), model)
}
