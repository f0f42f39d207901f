import { z } from 'zod'

/** The name under which a workspace keeps what the user entered. */
export const trainingPricesName = 'training-prices'

/** What training costs, in US dollars per million tokens that are trained on, every pass counted. */
export const TrainingPrice = z.strictObject({
  usdPerMillionTokens: z.number().nonnegative().max(1_000_000),
  /** `your entry`, or where it was read. */
  source: z.string(),
  /** ISO date on which it was entered or read. */
  date: z.iso.date(),
})
export type TrainingPrice = z.infer<typeof TrainingPrice>

/** The user's own, by `priceKey`: `api.openai.com/gpt-4o-mini`. They go before everything else. */
export const TrainingPrices = z.record(z.string(), TrainingPrice)
export type TrainingPrices = z.infer<typeof TrainingPrices>

const readOn = '2026-11-22'

/**
 * OpenAI's, by the beginning of the model's name, where several pages agree; of the gpt-4.1 family none does. Its own page
 * names them no more, so they are shown with this source and are the user's to correct.
 */
const openAiPrices: readonly (readonly [name: RegExp, usdPerMillionTokens: number])[] = [
  [/^gpt-4o-mini(-\d|$)/, 3],
  [/^gpt-4o(-\d|$)/, 25],
]

/** What is known of a model's training price without the user's entries; null when nothing is. */
export function listedTrainingPrice(host: string, model: string): TrainingPrice | null {
  if (!/(^|\.)openai\.com$/.test(host)) return null
  const listed = openAiPrices.find(([name]) => name.test(model))
  if (!listed) return null
  return { usdPerMillionTokens: listed[1], source: 'secondary pages; please check', date: readOn }
}
