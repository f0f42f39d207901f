import type { ModelProvider } from './model-provider.ts'

/** What a request in a batch costs of its usual price: https://platform.openai.com/docs/guides/batch */
export const batchPriceFactor = 0.5

/** Whether a provider answers batches at half the price. Read without the browser's URL, see `priceKey`. */
export function offersBatches({ kind, baseUrl }: Pick<ModelProvider, 'kind' | 'baseUrl'>): boolean {
  return kind === 'openai' && /^https:\/\/(?:[a-z0-9-]+[.])*openai[.]com(?::443)?(?:\/|$)/i.test(baseUrl)
}
