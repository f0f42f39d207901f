import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOpenReranker } from '../../main/adapters/language-models/create-open-reranker.ts'
import { readScores } from '../../main/adapters/rerank-server/read-scores.ts'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import type { CallFailureKind } from '../../main/ports/call-failure.ts'
import { AppError } from '../../shared/domain/app-error.ts'
import { Rerank, type ServerRerank } from '../../shared/domain/rerank.ts'
import type { Behaviour } from '../support/openai-server/behaviour.ts'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { rerankScore } from '../support/openai-server/rerank-endpoint.ts'
import { errorOf, expectCallFailure, expectNoKey, modelKey } from './support/model-cases.ts'

let server: OpenAiServer

beforeEach(async () => {
  server = await OpenAiServer.start({ apiKey: modelKey })
})
afterEach(() => server[Symbol.asyncDispose]())

type Dialect = ServerRerank['dialect']

function open(dialect: Dialect, settings: Partial<ServerRerank> = {}, key: string | null = modelKey) {
  const baseUrl = dialect === 'cohere' ? server.rootUrl : server.baseUrl
  const parsed = Rerank.parse({
    ...{ kind: 'server', dialect, baseUrl, model: 'rerank-a', secretName: 'RERANK_KEY', ...settings },
  })
  const ports = { secrets: { get: async () => key }, clock: systemClock, timeoutMs: 5000 }
  return createOpenReranker(ports)(parsed as ServerRerank)
}

const query = 'ripe plum'
const texts = ['nothing', 'a ripe plum', 'a plum', 'half \ud83d']

const failures: [what: string, behaviour: Behaviour, kind: CallFailureKind, mayBeCharged: boolean, words: RegExp][] = [
  ['too few scores', { kind: 'count', extra: -1 }, 'malformed', true, /3 scores for 4 texts/],
  ['too many scores', { kind: 'count', extra: 1 }, 'malformed', true, /5 scores for 4 texts/],
  ['scores with one index', { kind: 'same-index' }, 'malformed', true, /cannot be matched/],
  ['a score that is none', { kind: 'nan' }, 'malformed', true, /not a finite number/],
  ['other JSON', { kind: 'other-json' }, 'malformed', true, /no list of scores/],
  ['half a JSON text', { kind: 'malformed' }, 'malformed', true, /not JSON/],
  ['a web page', { kind: 'html' }, 'malformed', true, /not JSON/],
  ['nothing', { kind: 'empty' }, 'malformed', true, /with nothing/],
  ['a cut within the answer', { kind: 'cut', at: 'body' }, 'cut', true, /broke off its answer/],
  ['status 429', { kind: 'status', status: 429, message: modelKey }, 'rateLimited', false, /no more requests/],
  ['status 401', { kind: 'status', status: 401, message: modelKey }, 'keyRefused', false, /key in RERANK_KEY/],
  ['status 503', { kind: 'status', status: 503, message: modelKey }, 'unavailable', false, /cannot answer now/],
  ['status 400', { kind: 'status', status: 400, message: modelKey }, 'refused', false, /400, \[key\]\)/],
]

describe.each<Dialect>(['standard', 'voyage', 'cohere'])('Reranker contract: %s', (dialect) => {
  test('every text gets its own score, in the order of the texts', async () => {
    const reply = await open(dialect).rerank(query, texts)
    expect(reply.scores).toEqual(texts.map((text) => rerankScore(query, text)))
    expect(reply.scores).toEqual([0, 1, 0.5, 0])
    expect(reply.inputTokens).toBe(dialect === 'cohere' ? null : server.charged[0]!.usage.inputTokens)
    expect(reply.latencyMs).toBeGreaterThan(0)
  })

  test('the request asks for all texts by the name that the dialect has for it', async () => {
    await open(dialect).rerank(query, texts)
    const documents = texts.map((text) => text.toWellFormed())
    const asked = { standard: { top_n: 4, return_documents: false }, voyage: { top_k: 4 }, cohere: { top_n: 4 } }
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]).toMatchObject({
      path: dialect === 'cohere' ? '/v2/rerank' : '/v1/rerank',
      headers: { authorization: `Bearer ${modelKey}` },
    })
    expect(server.requests[0]!.sent).toEqual({ model: 'rerank-a', query, documents, ...asked[dialect] })
  })

  test.each(failures)('%s is one request and one sentence without the key', async (...row) => {
    const [, behaviour, kind, mayBeCharged, words] = row
    server.respond = () => behaviour
    const error = await errorOf(open(dialect).rerank(query, texts))
    expectCallFailure(error, kind, mayBeCharged)
    expect((error as Error).message).toMatch(words)
    expect(server.requests).toHaveLength(1)
  })

  test('no texts ask nothing', async () => {
    expect((await open(dialect).rerank(query, [])).scores).toEqual([])
    expect(server.requests).toHaveLength(0)
  })

  test('a missing key sends nothing', async () => {
    const error = await errorOf(open(dialect, {}, null).rerank(query, texts))
    expect(error).toMatchObject({ code: 'SECRET_MISSING' })
    expect(server.requests).toHaveLength(0)
  })

  test('an abort rejects with its reason', async () => {
    const reason = new AppError('CANCELLED', 'Cancelled.')
    const stop = new AbortController()
    server.respond = () => ({ kind: 'answer', after: new Promise(() => {}) })
    server.onRequest = () => stop.abort(reason)
    expect(await errorOf(open(dialect).rerank(query, texts, stop.signal))).toBe(reason)
  })
})

describe('ServerReranker', () => {
  test('a server without keys gets none', async () => {
    await using free = await OpenAiServer.start()
    await open('standard', { baseUrl: `${free.baseUrl}/`, secretName: null }, null).rerank(query, texts)
    expect(free.requests[0]!.headers.authorization).toBeUndefined()
  })

  test("Cohere's base may hold its version", async () => {
    await open('cohere', { baseUrl: `${server.rootUrl}/v2` }).rerank(query, texts)
    expect(server.requests[0]!.path).toBe('/v2/rerank')
  })

  test('key and lane name what they should and hold no secret', () => {
    const reranker = open('standard')
    expect(open('standard', { candidates: 9 }).key).toBe(reranker.key)
    expect(open('voyage').key).not.toBe(reranker.key)
    expect(open('standard', { model: 'other' })).toMatchObject({ lane: reranker.lane })
    expect(open('standard', { model: 'other' }).key).not.toBe(reranker.key)
    const withKey = open('standard', { baseUrl: `${server.baseUrl}?key=${encodeURIComponent(modelKey)}` })
    expectNoKey([withKey.key, withKey.lane])
  })
})

describe('readScores', () => {
  test('gives each score to its text, whatever the order of the answer', () => {
    const property = fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 }),
      fc.infiniteStream(fc.nat()),
      (scores, keys) => {
        const results = scores.map((relevance_score, index) => ({ index, relevance_score, at: keys.next().value! }))
        results.sort((a, b) => a.at - b.at)
        expect(readScores({ results }, scores.length)).toEqual({ scores, inputTokens: null })
      },
    )
    fc.assert(property, { numRuns: 50 })
  })
})
