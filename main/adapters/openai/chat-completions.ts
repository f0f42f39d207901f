import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import { z } from 'zod'
import type { ModelReply, ModelRequest } from '../../ports/language-model.ts'
import { isStrictSchema } from './is-strict-schema.ts'
import { readTokenUsage } from './read-token-usage.ts'

/**
 * @param outputLimit OpenAI and Azure call it `max_completion_tokens` and refuse the old name for some models; other
 *   servers may know only the old one, and would answer without a limit.
 */
export function chatBody(
  model: string,
  { messages, maxOutputTokens, temperature, seed, jsonSchema }: ModelRequest,
  outputLimit: 'max_completion_tokens' | 'max_tokens',
): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content: content.toWellFormed() })),
    [outputLimit]: maxOutputTokens,
    ...(temperature === null ? {} : { temperature }),
    ...(seed === null ? {} : { seed }),
    ...(jsonSchema === null
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', schema: { ...jsonSchema }, strict: isStrictSchema(jsonSchema) },
          },
        }),
  }
}

const count = z.number().nullish()

/** Only what is used here; servers leave much of the rest out. */
const Answer = z.object({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish().catch(null) }),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      total_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
      completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
    })
    .nullish()
    .catch(null),
})

/** @returns null when it is no answer of chat completions. */
export function readChatReply(json: unknown): Omit<ModelReply, 'latencyMs' | 'limits'> | null {
  const parsed = Answer.safeParse(json)
  if (!parsed.success) return null
  const { choices, model, usage } = parsed.data
  const { message, finish_reason } = choices[0]!
  return {
    text: message.content || message.refusal || '',
    finishReason: message.refusal && !message.content ? 'refusal' : finishReasonOf(finish_reason),
    servedModel: model || null,
    usage: usage
      ? readTokenUsage({
          input: usage.prompt_tokens,
          cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
          output: usage.completion_tokens,
          reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
          total: usage.total_tokens ?? null,
        })
      : null,
  }
}

function finishReasonOf(reason: string | null | undefined): ModelReply['finishReason'] {
  if (reason === 'stop' || reason === 'length') return reason
  return reason === 'content_filter' ? 'refusal' : 'other'
}
