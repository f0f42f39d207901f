import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages'
import { z } from 'zod'
import { TokenUsage } from '../../../shared/domain/answer.ts'
import type { ModelReply, ModelRequest } from '../../ports/language-model.ts'

export async function messagesBody(
  model: string,
  { messages, maxOutputTokens, temperature, jsonSchema }: ModelRequest,
): Promise<MessageCreateParamsNonStreaming> {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content.toWellFormed())
  return {
    model,
    max_tokens: maxOutputTokens,
    messages: messages.flatMap(({ role, content }) =>
      role === 'system' ? [] : [{ role, content: content.toWellFormed() }],
    ),
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
    ...(temperature === null ? {} : { temperature }),
    ...(jsonSchema === null
      ? {}
      : { output_config: { format: { type: 'json_schema', schema: await schemaToSend(jsonSchema) } } }),
  }
}

/** What the API does not take of JSON schema, such as a smallest number, the SDK turns into words of the description. */
async function schemaToSend(schema: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { transformJSONSchema } = await import('@anthropic-ai/sdk/lib/transform-json-schema')
  try {
    return transformJSONSchema({ ...schema })
  } catch {
    // What it cannot read is the API's to judge, which says what is wrong with it.
    return { ...schema }
  }
}

/** Only what is used here. */
const Answer = z.object({
  type: z.literal('message'),
  model: z.string().nullish().catch(null),
  stop_reason: z.string().nullish().catch(null),
  content: z.array(z.object({ type: z.string(), text: z.string().nullish().catch(null) })),
  usage: z
    .object({
      input_tokens: z.number(),
      cache_read_input_tokens: z.number().nullish(),
      cache_creation_input_tokens: z.number().nullish(),
      output_tokens: z.number(),
    })
    .nullish()
    .catch(null),
})

/** @returns null when it is no answer of the Messages API. */
export function readMessagesReply(json: unknown): Omit<ModelReply, 'latencyMs' | 'limits'> | null {
  const parsed = Answer.safeParse(json)
  if (!parsed.success) return null
  const { model, stop_reason, content, usage } = parsed.data
  return {
    text: content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join(''),
    finishReason: finishReasonOf(stop_reason),
    servedModel: model || null,
    usage: usage ? usageOf(usage) : null,
  }
}

/** Here the input tokens are those that no cache had part in. */
function usageOf(usage: NonNullable<z.infer<typeof Answer>['usage']>): TokenUsage | null {
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0
  const parsed = TokenUsage.safeParse({
    inputTokens: usage.input_tokens + cachedInputTokens + (usage.cache_creation_input_tokens ?? 0),
    cachedInputTokens,
    outputTokens: usage.output_tokens,
  })
  // Every prompt has tokens; a negative count beside them would make the cached part greater than all.
  return parsed.success && parsed.data.inputTokens > 0 && cachedInputTokens <= parsed.data.inputTokens
    ? parsed.data
    : null
}

function finishReasonOf(reason: string | null | undefined): ModelReply['finishReason'] {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop'
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length'
    case 'refusal':
      return 'refusal'
    default:
      return 'other'
  }
}
