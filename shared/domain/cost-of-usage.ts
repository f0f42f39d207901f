import type { TokenUsage } from './answer.ts'
import type { TokenPrice } from './ledger.ts'

/** What one request costs in US dollars: the cached part of the prompt at its own price, a long prompt at that of long ones. */
export function costOfUsage(usage: TokenUsage, price: TokenPrice): number {
  const { longPrompts, usdPerRequest = 0 } = price
  const tokens = longPrompts && usage.inputTokens > longPrompts.aboveInputTokens ? longPrompts : price
  const cachedTokens = Math.min(usage.cachedInputTokens, usage.inputTokens)
  return (
    usdPerRequest +
    ((usage.inputTokens - cachedTokens) * tokens.inputUsdPerMillionTokens +
      cachedTokens * tokens.cachedInputUsdPerMillionTokens +
      usage.outputTokens * tokens.outputUsdPerMillionTokens) /
      1_000_000
  )
}
