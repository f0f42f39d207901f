import { z } from 'zod'
import type { ModelProvider } from './model-provider.ts'

/** The name under which a workspace keeps these settings. */
export const priceOverridesName = 'prices'

const UsdPerMillionTokens = z.number().nonnegative().max(1_000_000)

/** What the user says a model costs; goes before every price book. */
export const PriceOverride = z.strictObject({
  inputUsdPerMillionTokens: UsdPerMillionTokens,
  /** Null = no discount: as any other input. */
  cachedInputUsdPerMillionTokens: UsdPerMillionTokens.nullable().default(null),
  outputUsdPerMillionTokens: UsdPerMillionTokens,
  /** What a reranker asks for 1,000 searches, beside its tokens; null = nothing. */
  usdPerThousandSearches: UsdPerMillionTokens.nullable().default(null),
  /** The day (UTC) on which it was entered. */
  enteredOn: z.iso.date().nullable().default(null),
})
export type PriceOverride = z.infer<typeof PriceOverride>

/** By `priceKey`: `api.openai.com/gpt-5.4`, `NAME.openai.azure.com/my-deployment`, `localhost:8000/llama`. */
export const PriceOverrides = z.record(z.string().regex(/^[^/]+\/.+$/, 'must be HOST/MODEL'), PriceOverride)
export type PriceOverrides = z.infer<typeof PriceOverrides>

/**
 * A host holds no `/`, so that everything after the first one is the model, whatever it holds. Read without the browser's
 * URL, which not every place that this vocabulary is loaded in has.
 */
export function priceKey(provider: Pick<ModelProvider, 'baseUrl'>, model: string): string {
  const [, scheme, host] = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(provider.baseUrl) ?? []
  const defaultPort = scheme?.toLowerCase() === 'http' ? /:80$/ : /:443$/
  return `${(host ?? '').toLowerCase().replace(defaultPort, '')}/${model}`
}
