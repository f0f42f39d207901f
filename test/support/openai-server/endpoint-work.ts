import { answerOfModel } from './answer-of-model.ts'
import type { Behaviour } from './behaviour.ts'
import { chatAnswer, chatChunks, readChatBody } from './chat-endpoint.ts'
import { embeddingsAnswer } from './embeddings-answer.ts'
import { countAllTokens, type Refusal, readEmbeddingsBody } from './embeddings-request.ts'
import { type AnswerQuestion, type ModelQuestion, promptTokens } from './model-question.ts'
import { readRerankBody, rerankAnswer, rerankTokens } from './rerank-endpoint.ts'
import { readResponsesBody, responsesAnswer } from './responses-endpoint.ts'

/** Tokens as a provider bills them. */
export interface ChargedUsage {
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
}

/** A request that an endpoint took, ready to be worked out. */
export interface EndpointWork {
  readonly model: string
  /** Of an embeddings request; else empty. */
  readonly texts: readonly string[]
  /** What a language model is asked; null for the others. */
  readonly question: ModelQuestion | null
  /** What counts against a limit of tokens: prompt and longest answer. */
  readonly tokens: number
  work(behaviour: Behaviour, number: number): WorkedOut
}

export interface WorkedOut {
  readonly json: unknown
  readonly usage: ChargedUsage
  /** The same as server-sent events when the request asked for a stream. */
  readonly chunks: readonly string[] | null
}

export interface EndpointSettings {
  readonly dimensions: number
  readonly answer: AnswerQuestion
  /** Prompts that do not fit together with their answer are refused; null takes all. */
  readonly contextWindowTokens: number | null
}

/** @returns null when there is no such endpoint. */
export function endpointWork(path: string, sent: unknown, settings: EndpointSettings): EndpointWork | Refusal | null {
  switch (path) {
    case '/v1/embeddings':
      return embeddingsWork(sent, settings)
    case '/v1/chat/completions':
      return modelWork(readChatBody(sent), settings, (question, number, answer, behaviour) => ({
        json: chatAnswer(number, question.model, answer, behaviour),
        chunks: isStreamed(sent) ? chatChunks(number, question.model, answer, behaviour) : null,
      }))
    case '/v1/responses':
      return modelWork(readResponsesBody(sent), settings, (question, number, answer, behaviour) => ({
        json: responsesAnswer(number, question.model, answer, behaviour),
        chunks: null,
      }))
    case '/v1/rerank':
    case '/v2/rerank':
      return rerankWork(sent, path)
    default:
      return null
  }
}

export function isRefusal(work: EndpointWork | Refusal): work is Refusal {
  return 'message' in work
}

function isStreamed(sent: unknown): boolean {
  return (sent as { stream?: unknown }).stream === true
}

function embeddingsWork(sent: unknown, { dimensions }: EndpointSettings): EndpointWork | Refusal {
  const body = readEmbeddingsBody(sent)
  if ('message' in body) return body
  const tokens = countAllTokens(body.texts).sum
  return {
    ...{ model: body.model, texts: body.texts, question: null, tokens },
    work: (behaviour) => ({
      json: embeddingsAnswer(body, behaviour, dimensions),
      usage: { inputTokens: tokens, cachedInputTokens: 0, outputTokens: 0 },
      chunks: null,
    }),
  }
}

function modelWork(
  question: ModelQuestion | Refusal,
  { answer, contextWindowTokens }: EndpointSettings,
  inForm: (
    question: ModelQuestion,
    number: number,
    answer: ReturnType<typeof answerOfModel>,
    behaviour: Behaviour,
  ) => Pick<WorkedOut, 'json' | 'chunks'>,
): EndpointWork | Refusal {
  if ('message' in question) return question
  const tokens = promptTokens(question) + question.maxOutputTokens
  if (contextWindowTokens !== null && tokens > contextWindowTokens) {
    return {
      message: `This model's maximum context length is ${contextWindowTokens} tokens. However, you requested ${tokens} tokens.`,
      param: 'messages',
      code: 'context_length_exceeded',
    }
  }
  return {
    ...{ model: question.model, texts: [], question, tokens },
    work: (behaviour, number) => {
      const given = answerOfModel(question, behaviour, answer)
      const { inputTokens, cachedInputTokens, outputTokens } = given.usage
      return {
        ...inForm(question, number, given, behaviour),
        usage: { inputTokens, cachedInputTokens, outputTokens },
      }
    },
  }
}

function rerankWork(sent: unknown, path: string): EndpointWork | Refusal {
  const body = readRerankBody(sent, path)
  if ('message' in body) return body
  const tokens = rerankTokens(body)
  return {
    ...{ model: body.model, texts: [], question: null, tokens },
    work: (behaviour) => ({
      json: rerankAnswer(body, behaviour),
      usage: { inputTokens: tokens, cachedInputTokens: 0, outputTokens: 0 },
      chunks: null,
    }),
  }
}
