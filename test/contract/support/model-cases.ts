import { inspect } from 'node:util'
import { expect } from 'vitest'
import { createLanguageModels } from '../../../main/adapters/language-models/create-language-models.ts'
import { systemClock } from '../../../main/adapters/system/system-clock.ts'
import { CallFailure, type CallFailureKind } from '../../../main/ports/call-failure.ts'
import type { Clock } from '../../../main/ports/clock.ts'
import type { LanguageModel, ModelRequest } from '../../../main/ports/language-model.ts'
import { ModelProvider } from '../../../shared/domain/model-provider.ts'
import { AnthropicServer } from '../../support/anthropic-server/anthropic-server.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

/** Also holds what addresses have to escape. */
export const modelKey = 'Zq81+not/a-pattern=7731'

type ModelServer = OpenAiServer | AnthropicServer

/** One adapter, or one API of it, that all language models' tests run for. */
export interface ModelCase {
  readonly name: string
  start(apiKey: string | undefined): Promise<ModelServer>
  provider(server: ModelServer, secretName: string | null): ModelProvider
  /** Headers that tell the limits as this provider does: 100 requests, 12 left, back in 60 s; 5,000 tokens, 40 left, in 1.5 s. */
  readonly limitHeaders: Readonly<Record<string, string>>
}

/** The clock of the tests that read times from headers. */
export const noon: Clock = { ...systemClock, now: () => new Date('2026-06-01T12:00:00Z') }

const openAiHeaders = {
  'x-ratelimit-limit-requests': '100',
  'x-ratelimit-remaining-requests': '12',
  'x-ratelimit-reset-requests': '1m0s',
  'x-ratelimit-limit-tokens': '5000',
  'x-ratelimit-remaining-tokens': '40',
  'x-ratelimit-reset-tokens': '1.5s',
}

const startOpenAi = (apiKey: string | undefined) => OpenAiServer.start(apiKey === undefined ? {} : { apiKey })

export const modelCases: readonly ModelCase[] = [
  {
    name: 'OpenAI chat completions',
    start: startOpenAi,
    provider: ({ baseUrl }, secretName) => ModelProvider.parse({ kind: 'openai', baseUrl, secretName, api: 'chat' }),
    limitHeaders: openAiHeaders,
  },
  {
    name: 'OpenAI responses',
    start: startOpenAi,
    provider: ({ baseUrl }, secretName) =>
      ModelProvider.parse({ kind: 'openai', baseUrl, secretName, api: 'responses' }),
    limitHeaders: openAiHeaders,
  },
  {
    name: 'Azure',
    start: startOpenAi,
    provider: (server, secretName) =>
      ModelProvider.parse({ kind: 'azure', baseUrl: (server as OpenAiServer).rootUrl, secretName }),
    limitHeaders: openAiHeaders,
  },
  {
    name: 'Anthropic',
    start: (apiKey) => AnthropicServer.start({ apiKey: apiKey ?? null }),
    provider: ({ baseUrl }, secretName) => ModelProvider.parse({ kind: 'anthropic', baseUrl, secretName }),
    limitHeaders: {
      'anthropic-ratelimit-requests-limit': '100',
      'anthropic-ratelimit-requests-remaining': '12',
      'anthropic-ratelimit-requests-reset': '2026-06-01T12:01:00Z',
      'anthropic-ratelimit-tokens-limit': '5000',
      'anthropic-ratelimit-tokens-remaining': '40',
      'anthropic-ratelimit-tokens-reset': '2026-06-01T12:00:01.500Z',
    },
  },
]

interface OpenOptions {
  readonly key?: string | null
  readonly clock?: Clock
  readonly timeoutMs?: number
}

export function openModel(provider: ModelProvider, options: OpenOptions = {}): LanguageModel {
  return modelsWith(options).open(provider, 'model-a')
}

export function modelsWith({ key = modelKey, clock = systemClock, ...limits }: OpenOptions = {}) {
  return createLanguageModels({ secrets: { get: async () => key }, clock, ...limits })
}

export const question: ModelRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'What is a plum?' },
  ],
  maxOutputTokens: 100,
  temperature: null,
  seed: null,
  jsonSchema: null,
}

/** What a promise is rejected with; null when it is not. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (reason: unknown) => reason,
  )
}

/** Also checks that the error keeps the key to itself, in every form that an address or a page would show. */
export function expectCallFailure(error: unknown, kind: CallFailureKind, mayBeCharged: boolean): void {
  expect(error).toBeInstanceOf(CallFailure)
  expect(error).toMatchObject({ kind, mayBeCharged })
  expectNoKey(error)
}

export function expectNoKey(error: unknown): void {
  const shown = inspect(error, { depth: 20, showHidden: true })
  expect(shown).not.toContain(modelKey)
  expect(shown).not.toContain(encodeURIComponent(modelKey))
}
