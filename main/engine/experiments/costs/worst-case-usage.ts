import type { TokenUsage } from '../../../../shared/domain/answer.ts'
import type { ModelRequest } from '../../../ports/language-model.ts'

/**
 * The most that a request can use. Providers cut text in other ways than o200k_base and frame messages with tokens of
 * their own: a third more, and 64 on top, is beyond all that were seen.
 */
export function worstCaseUsage(request: ModelRequest, countTokens: (text: string) => number): TokenUsage {
  const text = [...request.messages.map(({ content }) => content), JSON.stringify(request.jsonSchema ?? '')].join('\n')
  return {
    inputTokens: Math.ceil(countTokens(text) * 1.33) + 64,
    cachedInputTokens: 0,
    outputTokens: request.maxOutputTokens,
  }
}
