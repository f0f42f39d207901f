import type { Generation } from '../../../../shared/domain/generation.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { LanguageModel, ModelReply, ModelRequest } from '../../../ports/language-model.ts'
import type { PaidCall, PaidCalls } from '../../calls/paid-call.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import { worstCaseUsage } from '../costs/worst-case-usage.ts'
import type { Answerer, PreparedExample } from './answerer.ts'
import { failedAnswer, readAnswer } from './read-answer.ts'
import { writeRequest } from './write-request.ts'

export interface RemoteAnswererPorts {
  readonly model: LanguageModel
  readonly paidCalls: PaidCalls
  readonly pricing: RunPricing
  readonly countTokens: (text: string) => number
  /** No answer comes from the cache. */
  readonly fresh?: boolean
}

/** A model at a provider, through the cache, the budget and the journal. */
export function remoteAnswerer(run: RecipeRun, generation: Generation, ports: RemoteAnswererPorts): Answerer {
  const { prompt } = run.recipe
  return {
    examplesAtOnce: 32,
    answer: async ({ query, repetition, passages, examples }, signal) => {
      const about = { queryId: query.queryId, repetition }
      const call = answerCall(run, generation, { query, repetition, passages, examples }, ports)
      if ('tooLong' in call) {
        return { ...failedAnswer(about, passages, { kind: 'tooLong', message: call.tooLong }), generateMs: 0 }
      }
      const { reply, costUsd, cached } = await ports.paidCalls.call<ModelReply>(call, signal)
      return {
        ...about,
        ...readAnswer(reply.text, passages, prompt.notFound),
        finishReason: reply.finishReason,
        failure: null,
        usage: reply.usage,
        cached,
        costUsd,
        generateMs: reply.latencyMs,
      }
    },
  }
}

/** One example as a call that is paid for; `tooLong` says why it must not be sent. */
export function answerCall(
  run: RecipeRun,
  generation: Generation,
  { query, repetition, passages, examples }: PreparedExample,
  { model, pricing, countTokens, fresh = false }: Omit<RemoteAnswererPorts, 'paidCalls'>,
): (PaidCall<ModelReply> & { readonly request: ModelRequest }) | { readonly tooLong: string } {
  const request = writeRequest(run, generation, query.text, passages, examples)
  const window = generation.contextWindowTokens
  const promptTokens = request.messages.reduce((sum, { content }) => sum + countTokens(content) + 4, 0)
  if (window !== null && promptTokens + generation.maxOutputTokens > window) {
    return {
      tooLong: `The prompt has ${promptTokens} tokens and the answer may have ${generation.maxOutputTokens}, more than the ${window} that ${generation.model} takes. It was not sent. Lower context.budgetTokens.`,
    }
  }
  return {
    use: { runId: run.runId, stage: 'generation', queryId: query.queryId, repetition, part: '' },
    jobId: run.jobId,
    lane: model.lane,
    model: generation.model,
    modelKey: model.key,
    request,
    useCache: repetition === 0 && !fresh,
    worstCase: worstCaseUsage(request, countTokens),
    price: pricing.priceOf(generation.model, generation.provider),
    caps: pricing.caps,
    send: (signal) => model.send(request, signal),
  }
}
