import type { Answer, TokenUsage } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import { defaultSystemPrompt, type Generation } from '../../../../shared/domain/generation.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { LanguageModel, ModelReply, ModelRequest } from '../../../ports/language-model.ts'
import type { PaidCall, PaidCalls } from '../../calls/paid-call.ts'
import type { ContextPassage } from '../../generation/assemble-context.ts'
import { extractAnswer } from '../../generation/extract-answer.ts'
import { isAbstention } from '../../generation/is-abstention.ts'
import { readCitations } from '../../generation/read-citations.ts'
import { renderPrompt } from '../../generation/render-prompt.ts'
import { writeContext } from '../../generation/write-context.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import { worstCaseUsage } from '../costs/worst-case-usage.ts'

/** Answers single examples of one run. */
export interface Answerer {
  /** How many examples to have under way at once. */
  readonly examplesAtOnce: number
  /** Throws CallFailure, AppError BUDGET_REACHED or SECRET_MISSING; a request that does not fit is an answer with a failure. */
  answer(example: PreparedExample, signal: AbortSignal): Promise<Omit<Answer, 'latencyMs'> & { generateMs: number }>
}

export interface PreparedExample {
  readonly query: Pick<EvalQuery, 'queryId' | 'text'>
  readonly repetition: number
  readonly passages: readonly ContextPassage[]
  /** Few-shot examples, written out. */
  readonly examples: string
}

const noUsage: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }

/** The built-in reader: no request, no cost. */
export function extractiveAnswerer(run: RecipeRun, now: () => number): Answerer {
  const { notFound } = run.recipe.prompt
  return {
    examplesAtOnce: 1,
    answer: async ({ query, repetition, passages }, signal) => {
      // The reader computes: others get their turn before each example.
      await letOthersWork(signal)
      const startMs = now()
      const text = extractAnswer({ query: query.text, passages, notFound }).text
      return {
        ...readAnswer(text, passages, notFound),
        queryId: query.queryId,
        repetition,
        finishReason: 'stop',
        failure: null,
        usage: noUsage,
        cached: false,
        costUsd: 0,
        generateMs: now() - startMs,
      }
    },
  }
}

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

/** The request that asks a model one question, as previews and runs send it. */
export function writeRequest(
  { recipe }: Pick<RecipeRun, 'recipe'>,
  generation: Generation,
  query: string,
  passages: readonly ContextPassage[],
  examples: string,
): ModelRequest {
  const { prompt, rung } = recipe
  const { system, user } = renderPrompt(
    { ...prompt, system: prompt.system ?? defaultSystemPrompt(rung, prompt.notFound) },
    { query, context: writeContext(passages), examples },
  )
  return {
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user', content: user },
    ],
    maxOutputTokens: generation.maxOutputTokens,
    temperature: generation.temperature,
    seed: generation.seed,
    jsonSchema: generation.outputSchema,
  }
}

/** An example that has no answer, and why. */
export function failedAnswer(
  { queryId, repetition }: Pick<Answer, 'queryId' | 'repetition'>,
  passages: readonly ContextPassage[],
  failure: NonNullable<Answer['failure']>,
): Omit<Answer, 'latencyMs'> {
  return {
    queryId,
    repetition,
    text: '',
    abstained: false,
    finishReason: 'other',
    failure,
    passages: passages.map(withoutText),
    citations: [],
    brokenCitations: 0,
    usage: null,
    cached: false,
    costUsd: null,
  }
}

function readAnswer(text: string, passages: readonly ContextPassage[], notFound: string) {
  const { citations, broken } = readCitations(text, passages.length)
  return {
    text,
    abstained: notFound !== '' && isAbstention(text, notFound),
    passages: passages.map(withoutText),
    citations,
    brokenCitations: broken,
  }
}

function withoutText({ text: _text, ...passage }: ContextPassage) {
  return passage
}
