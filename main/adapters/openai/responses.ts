import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { ModelReply, ModelRequest } from '../../ports/language-model.ts'
import { isStrictSchema } from './is-strict-schema.ts'
import { readTokenUsage } from './read-token-usage.ts'

/** The smallest limit of the answer that this API takes. */
export const leastOutputTokens = 16

/** The API has no seed: it is not sent. Nothing is kept at the provider. */
export function responsesBody(
  model: string,
  { messages, maxOutputTokens, temperature, jsonSchema }: ModelRequest,
): ResponseCreateParamsNonStreaming {
  return {
    model,
    input: messages.map(({ role, content }) => ({ role, content: content.toWellFormed() })),
    max_output_tokens: maxOutputTokens,
    store: false,
    ...(temperature === null ? {} : { temperature }),
    ...(jsonSchema === null
      ? {}
      : {
          text: {
            format: {
              type: 'json_schema',
              name: 'answer',
              schema: { ...jsonSchema },
              strict: isStrictSchema(jsonSchema),
            },
          },
        }),
  }
}

const count = z.number().nullish()

/** Only what is used here. */
const Answer = z.object({
  model: z.string().nullish().catch(null),
  status: z.string().nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      content: z
        .array(z.object({ type: z.string(), text: z.string().nullish(), refusal: z.string().nullish() }))
        .nullish()
        .catch(null),
    }),
  ),
  usage: z
    .object({
      input_tokens: z.number(),
      output_tokens: z.number(),
      total_tokens: count,
      input_tokens_details: z.object({ cached_tokens: count }).nullish(),
      output_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
    })
    .nullish()
    .catch(null),
})

interface FailedResponse {
  readonly failed: { readonly code: string; readonly message: string }
}

/** @returns null when it is no answer of this API; `failed` when the model broke down while it answered. */
export function readResponsesReply(json: unknown): Omit<ModelReply, 'latencyMs' | 'limits'> | FailedResponse | null {
  const parsed = Answer.safeParse(json)
  if (!parsed.success) return null
  const { model, status, error, incomplete_details, output, usage } = parsed.data
  if (status === 'failed') return { failed: { code: error?.code ?? '', message: error?.message ?? '' } }
  // What was only queued is no answer, and nobody comes back for it.
  if (status === 'queued' || status === 'in_progress') return null
  const parts = output.filter(({ type }) => type === 'message').flatMap(({ content }) => content ?? [])
  const text = parts.map((part) => (part.type === 'output_text' ? (part.text ?? '') : '')).join('')
  const refusal = parts.map((part) => part.refusal ?? '').join('')
  return {
    text: text || refusal,
    finishReason: refusal && !text ? 'refusal' : finishReasonOf(status, incomplete_details?.reason),
    servedModel: model || null,
    usage: usage
      ? readTokenUsage({
          input: usage.input_tokens,
          cachedInput: usage.input_tokens_details?.cached_tokens ?? 0,
          output: usage.output_tokens,
          reasoning: usage.output_tokens_details?.reasoning_tokens ?? 0,
          total: usage.total_tokens ?? null,
        })
      : null,
  }
}

function finishReasonOf(
  status: string | null | undefined,
  reason: string | null | undefined,
): ModelReply['finishReason'] {
  if (status === 'incomplete') {
    if (reason === 'max_output_tokens') return 'length'
    return reason === 'content_filter' ? 'refusal' : 'other'
  }
  return status === 'cancelled' ? 'other' : 'stop'
}
