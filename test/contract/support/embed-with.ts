import { inspect } from 'node:util'
import { expect } from 'vitest'
import { OpenAiEmbedder } from '../../../main/adapters/openai/openai-embedder.ts'
import { systemClock } from '../../../main/adapters/system/system-clock.ts'
import { countTokens } from '../../../main/engine/chunking/count-tokens.ts'
import type { Clock } from '../../../main/ports/clock.ts'
import type { EmbeddedBatch } from '../../../main/ports/embedder.ts'
import { AppError, type ErrorCode } from '../../../shared/domain/app-error.ts'
import { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import type { Behaviour } from '../../support/openai-server/behaviour.ts'
import type { OpenAiServer } from '../../support/openai-server/openai-server.ts'

export const apiKey = 'Zq81-not-a-pattern-7731'
/** The SDK waits as long as it is told; a test should not. */
export const soon = { 'retry-after-ms': '5' }
export const unavailable: Behaviour = { kind: 'status', status: 503, headers: soon }

export const numbered = (count: number) => Array.from({ length: count }, (_, index) => `text number ${index}`)

export interface EmbedderOptions {
  readonly settings?: Partial<OpenAiEmbedding>
  readonly key?: string | null
  readonly clock?: Clock
  readonly answerGraceMs?: number
  readonly maxRetries?: number
}

export function createEmbedder(
  server: OpenAiServer,
  { settings, key = apiKey, clock = systemClock, ...limits }: EmbedderOptions = {},
): OpenAiEmbedder {
  const parsed = OpenAiEmbedding.parse({ kind: 'openai', baseUrl: server.baseUrl, ...settings })
  return new OpenAiEmbedder(
    parsed,
    { clock, loadTokenCounter: async () => countTokens, secrets: { get: async () => key } },
    limits,
  )
}

/** Embeds and gathers what arrived, by position of the text. */
export async function embedWith(
  server: OpenAiServer,
  texts: readonly string[],
  options?: EmbedderOptions,
  signal?: AbortSignal,
) {
  const vectors: (Float32Array | undefined)[] = texts.map(() => undefined)
  const batches: EmbeddedBatch[] = []
  const gather = (batch: EmbeddedBatch) => {
    batches.push(batch)
    batch.vectors.forEach((vector, index) => {
      vectors[batch.first + index] = vector
    })
  }
  const error = await createEmbedder(server, options)
    .embed(texts, gather, signal)
    .then(
      () => null,
      (reason: unknown) => reason,
    )
  return { vectors, batches, error }
}

/** The AppError of a failed call; also checks that it keeps the key to itself. */
export function expectAppError(error: unknown, code: ErrorCode, sentence: RegExp): void {
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code, message: expect.stringMatching(sentence) })
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(apiKey)
}
