import type { Behaviour } from './behaviour.ts'
import { type AnswerQuestion, countModelTokens, type ModelQuestion, promptTokens } from './model-question.ts'

/** What a language model gave, before it is put into the form of an API. */
export interface AnswerOfModel {
  readonly text: string
  readonly finish: 'stop' | 'length' | 'refusal'
  readonly usage: ModelUsage
}

export interface ModelUsage {
  readonly inputTokens: number
  readonly cachedInputTokens: number
  /** Reasoning included. */
  readonly outputTokens: number
  readonly reasoningTokens: number
}

/** The same answer to the same question, cut at the question's limit. */
export function answerOfModel(question: ModelQuestion, behaviour: Behaviour, answer: AnswerQuestion): AnswerOfModel {
  const said = behaviour.kind === 'answer' && behaviour.text !== undefined ? behaviour.text : answer(question)
  const whole = behaviour.kind === 'refusal' ? 'I cannot help with that.' : said
  const most = behaviour.kind === 'length' ? Math.ceil(countModelTokens(whole) / 2) : question.maxOutputTokens
  const isCut = behaviour.kind === 'length' || countModelTokens(whole) > most
  const text = isCut ? whole.slice(0, most * 4) : whole
  const { reasoning = 0, cached = 0 } = behaviour.kind === 'tokens' ? behaviour : {}
  return {
    text,
    finish: behaviour.kind === 'refusal' ? 'refusal' : isCut ? 'length' : 'stop',
    usage: {
      inputTokens: promptTokens(question),
      cachedInputTokens: cached,
      outputTokens: countModelTokens(text) + reasoning,
      reasoningTokens: reasoning,
    },
  }
}
