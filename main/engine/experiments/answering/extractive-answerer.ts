import type { TokenUsage } from '../../../../shared/domain/answer.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { extractAnswer } from '../../generation/extract-answer.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'
import type { Answerer } from './answerer.ts'
import { readAnswer } from './read-answer.ts'

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
