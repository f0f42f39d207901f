import { z } from 'zod'
import type { AnswerOfModel } from './answer-of-model.ts'
import type { Behaviour } from './behaviour.ts'
import type { Refusal } from './embeddings-request.ts'
import type { ModelQuestion } from './model-question.ts'

const Body = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.int().nullish(),
  stream: z.boolean().nullish(),
  response_format: z
    .union([
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.looseObject({ name: z.string(), schema: z.unknown() }),
      }),
      z.object({ type: z.enum(['text', 'json_object']) }),
    ])
    .optional(),
})

export function readChatBody(body: unknown): ModelQuestion | Refusal {
  const parsed = Body.safeParse(body)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    return { message: `Invalid request: ${message}`, param: path.join('.') || null }
  }
  const { model, messages, max_tokens, max_completion_tokens, temperature, seed, response_format } = parsed.data
  if (max_tokens && max_completion_tokens) {
    return { message: 'max_tokens and max_completion_tokens cannot both be set.', param: 'max_tokens' }
  }
  return {
    ...{ model, messages, temperature: temperature ?? null, seed: seed ?? null },
    maxOutputTokens: max_completion_tokens ?? max_tokens ?? 4096,
    jsonSchema: response_format && 'json_schema' in response_format ? response_format.json_schema.schema : null,
  }
}

export function chatAnswer(number: number, model: string, answer: AnswerOfModel, behaviour: Behaviour): unknown {
  const isRefusal = answer.finish === 'refusal'
  return {
    ...{ id: `chatcmpl-${number}`, object: 'chat.completion', created: 1_780_000_000, model: `${model}-2026-01-01` },
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: isRefusal ? null : answer.text,
          refusal: isRefusal ? answer.text : null,
        },
        finish_reason: answer.finish === 'length' ? 'length' : 'stop',
        logprobs: null,
      },
    ],
    ...(behaviour.kind === 'usage' && behaviour.usage === 'none' ? {} : { usage: chatUsage(answer, behaviour) }),
  }
}

/** The chunks of a streamed answer, one for every four characters; the last one holds the usage. */
export function chatChunks(number: number, model: string, answer: AnswerOfModel, behaviour: Behaviour): string[] {
  const head = { id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created: 1_780_000_000 }
  const chunk = (choices: unknown[], more: object = {}) =>
    `data: ${JSON.stringify({ ...head, model: `${model}-2026-01-01`, choices, ...more })}\n\n`
  const choice = (delta: object, finish_reason: string | null) => ({ index: 0, delta, finish_reason, logprobs: null })
  const pieces = answer.text.match(/[\s\S]{1,4}/g) ?? []
  return [
    chunk([choice({ role: 'assistant', content: '' }, null)]),
    ...pieces.map((content) => chunk([choice({ content }, null)])),
    chunk([choice({}, answer.finish === 'length' ? 'length' : 'stop')]),
    chunk([], { usage: chatUsage(answer, behaviour) }),
    'data: [DONE]\n\n',
  ]
}

function chatUsage({ usage }: AnswerOfModel, behaviour: Behaviour) {
  const isWrong = behaviour.kind === 'usage' && behaviour.usage === 'wrong'
  return {
    prompt_tokens: isWrong ? -5 : usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens, audio_tokens: 0 },
  }
}
