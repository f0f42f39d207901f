import type { TokenUsage } from './answer.ts'
import type { TokenPrice } from './ledger.ts'

/** What tokens cost in US dollars; the cached part of the prompt at its own price. */
export function costOfUsage(usage: TokenUsage, price: TokenPrice): number {
  const cachedTokens = Math.min(usage.cachedInputTokens, usage.inputTokens)
  return (
    ((usage.inputTokens - cachedTokens) * price.inputUsdPerMillionTokens +
      cachedTokens * price.cachedInputUsdPerMillionTokens +
      usage.outputTokens * price.outputUsdPerMillionTokens) /
    1_000_000
  )
}
