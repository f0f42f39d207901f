import { calcPrice, findProvider } from '@pydantic/genai-prices'
import type { ModelPrice } from '../../../shared/domain/model-price.ts'
import type { PriceBook } from '../../ports/price-book.ts'

/** Providers whose models an experiment can use. */
const providerIds = ['openai', 'azure', 'anthropic', 'cohere', 'fireworks', 'google', 'mistral', 'together', 'voyageai']

/** Hosts that the library does not know yet. */
const providerIdsByHost: Readonly<Record<string, string>> = { 'api.together.ai': 'together' }

/** The prices that come with @pydantic/genai-prices: community-kept, dated, read without the network. */
export const bundledPriceBook: PriceBook = {
  source: '@pydantic/genai-prices 0.1.8',
  date: '2026-09-23',
  list: (now) =>
    providerIds.flatMap((providerId) => {
      const provider = findProvider({ providerId })
      if (!provider) return []
      return provider.models
        .filter((model) => model.deprecated !== true)
        .flatMap((model) => priceOf(providerId, provider.name, model.id, now) ?? [])
        .sort((a, b) => (a.model < b.model ? -1 : 1))
    }),
  find: ({ kind, baseUrl }, model, now) => {
    const providerId = kind === 'azure' ? 'azure' : providerIdOf(baseUrl)
    const provider = providerId === undefined ? undefined : findProvider({ providerId })
    return provider ? priceOf(provider.id, provider.name, model, now) : null
  },
}

/** By the whole host: a longer name, a path or a query must not make an endpoint look like another. */
function providerIdOf(baseUrl: string): string | undefined {
  const { protocol, host } = new URL(baseUrl)
  if (protocol !== 'https:') return undefined
  const origin = `https://${host}`
  const provider = findProvider({ providerApiUrl: origin })
  if (provider && new RegExp(`^(?:${provider.api_pattern})$`).test(origin)) return provider.id
  return providerIdsByHost[host]
}

/** Prices can depend on the date; the library picks the ones in force. */
function priceOf(providerId: string, provider: string, model: string, now: Date): ModelPrice | null {
  const price = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId, timestamp: now })?.model_price
  if (!price) return null
  const base = (value: (typeof price)[string]) => (typeof value === 'object' ? value.base : (value ?? null))
  return {
    providerId,
    provider,
    model,
    inputUsdPerMillionTokens: base(price.input_mtok),
    cachedInputUsdPerMillionTokens: base(price.cache_read_mtok),
    outputUsdPerMillionTokens: base(price.output_mtok),
    tiered: Object.values(price).some((value) => typeof value === 'object'),
    longPrompts: longPromptsOf(price),
  }
}

type BookPrice = NonNullable<ReturnType<typeof calcPrice>>['model_price']

/**
 * The library charges a whole request at the tier that its prompt reaches. Of several tiers, the dearest from the lowest
 * length on: rather too much than too little.
 */
function longPromptsOf(price: BookPrice): ModelPrice['longPrompts'] {
  const parts = [price.input_mtok, price.cache_read_mtok, price.output_mtok]
  const tiers = parts.flatMap((value) => (typeof value === 'object' ? value.tiers : []))
  if (tiers.length === 0) return null
  const above = (value: (typeof parts)[number]) =>
    typeof value === 'object' ? Math.max(value.base, ...value.tiers.map((tier) => tier.price)) : (value ?? null)
  const [input, cachedInput, output] = parts
  return {
    aboveInputTokens: Math.min(...tiers.map(({ start }) => start)),
    inputUsdPerMillionTokens: above(input),
    cachedInputUsdPerMillionTokens: above(cachedInput),
    outputUsdPerMillionTokens: above(output),
  }
}
