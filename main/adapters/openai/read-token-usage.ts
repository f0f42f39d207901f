import { TokenUsage } from '../../../shared/domain/answer.ts'

interface CountedTokens {
  readonly input: number
  readonly cachedInput: number
  readonly output: number
  readonly reasoning: number
  readonly total: number | null
}

/** Tokens as they are billed; null when what the server counts cannot be true. */
export function readTokenUsage({ input, cachedInput, output, reasoning, total }: CountedTokens): TokenUsage | null {
  // OpenAI counts reasoning as output; some servers count it beside, which only their total shows.
  const isBeside = reasoning > 0 && total === input + output + reasoning
  const usage = TokenUsage.safeParse({
    inputTokens: input,
    cachedInputTokens: cachedInput,
    outputTokens: isBeside ? output + reasoning : output,
  })
  // Every prompt has tokens, and no more of them can come from a cache than there are.
  return usage.success && input > 0 && cachedInput <= input ? usage.data : null
}
