import { z } from 'zod'

/** What a provider asks for one model: US dollars per million tokens. Null = not sold or not known, never 0. */
export const ModelPrice = z.object({
  providerId: z.string(),
  provider: z.string(),
  model: z.string(),
  inputUsdPerMillionTokens: z.number().nonnegative().nullable(),
  cachedInputUsdPerMillionTokens: z.number().nonnegative().nullable(),
  outputUsdPerMillionTokens: z.number().nonnegative().nullable(),
  /** True when long prompts cost more than the price shown. */
  tiered: z.boolean(),
  /** What they cost then, whole requests with more input tokens than this; null when it is not known or does not differ. */
  longPrompts: z
    .object({
      aboveInputTokens: z.int().positive(),
      inputUsdPerMillionTokens: z.number().nonnegative().nullable(),
      cachedInputUsdPerMillionTokens: z.number().nonnegative().nullable(),
      outputUsdPerMillionTokens: z.number().nonnegative().nullable(),
    })
    .nullable()
    .default(null),
})
export type ModelPrice = z.infer<typeof ModelPrice>
