import { describe, expect, test } from 'vitest'
import type { AppError, ErrorCode } from '../../shared/domain/app-error.ts'
import { type Behaviour, inTurn } from '../support/openai-server/behaviour.ts'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { apiKey, createEmbedder, expectAppError, numbered } from './support/embed-with.ts'
import { openAiServerPerTest } from './support/open-ai-server-per-test.ts'

let server: OpenAiServer

const embed = openAiServerPerTest((started) => {
  server = started
})

describe('OpenAiEmbedder: errors', () => {
  const failures: [what: string, behaviour: Behaviour, code: ErrorCode, sentence: RegExp][] = [
    ['half a JSON text', { kind: 'malformed' }, 'PROVIDER_REFUSED', /not JSON/],
    ['a web page', { kind: 'html' }, 'PROVIDER_REFUSED', /not a list of vectors/],
    ['too few vectors', { kind: 'count', extra: -1 }, 'PROVIDER_REFUSED', /answered 2 vectors for 3 texts/],
    ['too many vectors', { kind: 'count', extra: 1 }, 'PROVIDER_REFUSED', /answered 4 vectors for 3 texts/],
    ['vectors with one index', { kind: 'same-index' }, 'PROVIDER_REFUSED', /cannot be matched/],
    ['a number that is none', { kind: 'nan' }, 'PROVIDER_REFUSED', /other than finite numbers/],
    [
      'a shorter vector',
      { kind: 'dimensions', dimensions: 3, which: 'last' },
      'PROVIDER_REFUSED',
      /3 numbers where 16/,
    ],
    [
      'an empty vector',
      { kind: 'dimensions', dimensions: 0, which: 'all' },
      'PROVIDER_REFUSED',
      /0 numbers where some/,
    ],
    ['an answer that breaks off', { kind: 'cut', at: 'body' }, 'PROVIDER_UNAVAILABLE', /broke off its answer/],
    [
      'status 403',
      { kind: 'status', status: 403 },
      'PROVIDER_REFUSED',
      /refused the key in OPENAI_API_KEY \(status 403\)/,
    ],
    [
      'status 400 that quotes the key',
      { kind: 'status', status: 400, message: `No model for ${apiKey}, sk-abcdef12.` },
      'PROVIDER_REFUSED',
      /refused to embed with text-embedding-3-small: 400 No model for \[key\], \[key\]\. Vectors.*Correct the recipe/,
    ],
  ]

  test.each(failures)('%s gives a sentence and no vector', async (_what, behaviour, code, sentence) => {
    server.respond = () => behaviour
    const { error, vectors } = await embed(numbered(3))
    expectAppError(error, code, sentence)
    expect((error as AppError).message).toContain('Vectors that arrived before are kept')
    expect(vectors).toEqual([undefined, undefined, undefined])
    expect(server.requests).toHaveLength(1)
  })

  test('vectors of another length than the recipe asks for are refused', async () => {
    server.respond = () => ({ kind: 'dimensions', dimensions: 9, which: 'all' })
    const { error } = await embed(['a'], { settings: { dimensions: 8 } })
    expectAppError(error, 'PROVIDER_REFUSED', /9 numbers where 8 were expected/)
  })

  test('a server that changes the length between two requests is refused', async () => {
    server.respond = inTurn({ kind: 'answer' }, { kind: 'dimensions', dimensions: 9, which: 'all' })
    const embedder = createEmbedder(server)
    await embedder.embed(['a'], () => {})
    const error = await embedder.embed(['b'], () => {}).catch((reason: unknown) => reason)
    expectAppError(error, 'PROVIDER_REFUSED', /9 numbers where 16 were expected/)
  })

  test('a wrong key is refused once, without being shown', async () => {
    const { error } = await embed(['a'], { key: `${apiKey}-wrong` })
    expectAppError(error, 'PROVIDER_REFUSED', /refused the key in OPENAI_API_KEY \(status 401\)/)
    expect(server.requests).toHaveLength(1)
  })

  test('a key that no header can hold is not shown either', async () => {
    const { error } = await embed(['a'], { key: `${apiKey}…` })
    expectAppError(error, 'SECRET_MISSING', /OPENAI_API_KEY holds no usable key.*Nothing was sent/)
    expect(server.requests).toEqual([])
  })

  test('OpenAI itself without a key is not asked', async () => {
    for (const key of [null, '', ' \n']) {
      const { error } = await embed(['a'], { key, settings: { baseUrl: 'https://api.openai.com/v1' } })
      expectAppError(error, 'SECRET_MISSING', /set the environment variable OPENAI_API_KEY.*Nothing was sent/)
    }
  })

  test('white space around a key is no part of it', async () => {
    expect((await embed(['a'], { key: ` ${apiKey}\n` })).error).toBeNull()
  })

  test('an address where nothing listens does not answer', async () => {
    const gone = await OpenAiServer.start()
    const { baseUrl } = gone
    await gone[Symbol.asyncDispose]()
    const { error } = await embed(['a'], { settings: { baseUrl }, maxRetries: 0 })
    expectAppError(error, 'PROVIDER_UNAVAILABLE', /does not answer.*Check the address and the server/)
  })

  test('an empty text is refused by the server with its reason', async () => {
    expectAppError((await embed(['a', ''])).error, 'PROVIDER_REFUSED', /Input cannot be an empty string/)
  })
})
