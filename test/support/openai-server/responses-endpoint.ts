import { z } from 'zod'
import type { AnswerOfModel } from './answer-of-model.ts'
import type { Behaviour } from './behaviour.ts'
import type { Refusal } from './embeddings-request.ts'
import type { ModelQuestion } from './model-question.ts'

const Body = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1)]),
  max_output_tokens: z.int().min(16).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  store: z.boolean().nullish(),
  text: z.looseObject({ format: z.looseObject({ type: z.string(), schema: z.unknown() }).optional() }).optional(),
  seed: z.undefined().optional(),
})

export function readResponsesBody(body: unknown): ModelQuestion | Refusal {
  const parsed = Body.safeParse(body)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    return { message: `Invalid request: ${message}`, param: path.join('.') || null }
  }
  const { model, input, max_output_tokens, temperature, text } = parsed.data
  return {
    model,
    messages: typeof input === 'string' ? [{ role: 'user', content: input }] : input,
    maxOutputTokens: max_output_tokens ?? 4096,
    temperature: temperature ?? null,
    seed: null,
    jsonSchema: text?.format?.type === 'json_schema' ? text.format.schema : null,
  }
}

export function responsesAnswer(number: number, model: string, answer: AnswerOfModel, behaviour: Behaviour): unknown {
  const { usage, finish } = answer
  const isWrong = behaviour.kind === 'usage' && behaviour.usage === 'wrong'
  const part =
    finish === 'refusal'
      ? { type: 'refusal', refusal: answer.text }
      : { type: 'output_text', text: answer.text, annotations: [], logprobs: [] }
  const counted = {
    input_tokens: isWrong ? -5 : usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens, cache_write_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  }
  const status = finish === 'length' ? 'incomplete' : 'completed'
  return {
    ...{ id: `resp_${number}`, object: 'response', created_at: 1_780_000_000, model: `${model}-2026-01-01`, status },
    ...{ error: null, instructions: null, metadata: {}, parallel_tool_calls: true, temperature: 1, top_p: 1 },
    ...{ tools: [], tool_choice: 'auto' },
    incomplete_details: finish === 'length' ? { reason: 'max_output_tokens' } : null,
    output: [
      ...(usage.reasoningTokens > 0 ? [{ type: 'reasoning', id: `rs_${number}`, summary: [] }] : []),
      { type: 'message', id: `msg_${number}`, role: 'assistant', status, content: [part] },
    ],
    ...(behaviour.kind === 'usage' && behaviour.usage === 'none' ? {} : { usage: counted }),
  }
}
