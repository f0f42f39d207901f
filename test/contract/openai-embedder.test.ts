import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { AppError } from '../../shared/domain/app-error.ts'
import type { OpenAiEmbedding } from '../../shared/domain/recipe.ts'
import { inTurn, rateLimited } from '../support/openai-server/behaviour.ts'
import { hashedVector } from '../support/openai-server/hashed-vector.ts'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { apiKey, createEmbedder, expectAppError, numbered, soon, unavailable } from './support/embed-with.ts'
import { openAiServerPerTest } from './support/open-ai-server-per-test.ts'

let server: OpenAiServer

const embed = openAiServerPerTest((started) => {
  server = started
})

describe('OpenAiEmbedder: requests', () => {
  test('every text gets its own vector, in any order of the answer', async () => {
    server.respond = () => ({ kind: 'answer', reversed: true })
    const texts = numbered(23)
    const { vectors, error } = await embed(texts, { settings: { batchInputs: 5 } })
    expect(error).toBeNull()
    expect(vectors).toEqual(texts.map((text) => hashedVector(text, 16)))
    expect(server.requests.map((request) => request.texts.length).sort()).toEqual([3, 5, 5, 5, 5])
    expect(server.embeddedTexts.sort()).toEqual([...texts].sort())
  })

  test('batches say which texts they hold, their tokens and the time of the answered request alone', async () => {
    let nowMs = 0
    // The server's clock: an answer takes 40 ms, a refused request 1,000 ms.
    const behaviours = inTurn(rateLimited(soon))
    server.respond = () => {
      const behaviour = behaviours()
      nowMs += behaviour.kind === 'answer' ? 40 : 1000
      return behaviour
    }
    const clock = { ...systemClock, now: () => new Date(0), monotonicMs: () => nowMs }
    const { batches } = await embed(['one text'], { clock })
    expect(batches).toEqual([{ first: 0, vectors: [hashedVector('one text', 16)], latencyMs: 40, promptTokens: 8 }])
    expect(server.requests).toHaveLength(2)
  })

  test('the recipe decides model and dimensions; the key goes into the header', async () => {
    const { vectors } = await embed(['a'], { settings: { model: 'text-embedding-3-large', dimensions: 8 } })
    expect(vectors[0]).toHaveLength(8)
    expect(server.requests[0]).toMatchObject({
      sent: { model: 'text-embedding-3-large', dimensions: 8, input: ['a'], encoding_format: 'float' },
      headers: { authorization: `Bearer ${apiKey}` },
    })
  })

  test('at most four requests are under way at once', async () => {
    const gate = Promise.withResolvers<void>()
    let open = 0
    let most = 0
    server.respond = () => {
      open += 1
      most = Math.max(most, open)
      if (open === 4) gate.resolve()
      return { kind: 'answer', after: gate.promise }
    }
    await createEmbedder(server, { settings: { batchInputs: 1 } }).embed(numbered(20), () => {
      open -= 1
    })
    expect(most).toBe(4)
  })

  test('no texts ask nothing', async () => {
    expect((await embed([])).error).toBeNull()
    expect(server.requests).toEqual([])
  })

  test('long texts in any script stay below the token limit of a request', async () => {
    const sentences = ['The quick brown fox jumps over the lazy dog. ', 'हिन्दी में यह एक वाक्य है। ', 'const a = [1, 2]; ']
    const texts = sentences.flatMap((sentence) =>
      Array.from({ length: 60 }, (_, index) => `${index} ${sentence.repeat(300)}`.slice(0, 7000)),
    )
    const { error, vectors } = await embed(texts, { settings: { batchInputs: 2048 } })
    expect(error).toBeNull()
    expect(vectors).not.toContain(undefined)
    expect(server.requests.length).toBeGreaterThan(1)
  })

  test('half a surrogate pair is sent as U+FFFD', async () => {
    await embed(['cut \ud83d here'])
    expect(server.requests[0]!.texts).toEqual(['cut \ufffd here'])
  })

  test('a local server needs no key', async () => {
    await using open = await OpenAiServer.start()
    const { error } = await embed(['a'], { key: null, settings: { baseUrl: open.baseUrl } })
    expect(error).toBeNull()
  })

  test('the vectors of an endpoint are named by address, model and dimensions, not by batch size or secret', () => {
    const key = (settings: Partial<OpenAiEmbedding>) => createEmbedder(server, { settings }).key
    expect(key({ batchInputs: 3, secretName: 'OTHER' })).toBe(key({}))
    expect(key({ baseUrl: `${server.baseUrl}/` })).toBe(key({}))
    expect(new Set([key({}), key({ model: 'm' }), key({ dimensions: 8 }), key({ baseUrl: 'http://a/v1' })]).size).toBe(
      4,
    )
  })
})

describe('OpenAiEmbedder: retries', () => {
  test('rate limits, server errors and a cut connection are tried again, and nothing is lost', async () => {
    server.respond = inTurn({ kind: 'cut', at: 'start' }, rateLimited(soon), unavailable)
    const texts = numbered(3)
    const { vectors, error } = await embed(texts)
    expect(error).toBeNull()
    expect(vectors).toEqual(texts.map((text) => hashedVector(text, 16)))
    expect(server.requests.map((request) => request.status)).toEqual([null, 429, 503, 200])
  })

  test('retry-after in seconds is waited for', async () => {
    server.respond = inTurn(rateLimited({ 'retry-after': '1' }))
    const { error } = await embed(['a'])
    expect(error).toBeNull()
    const [first, second] = server.requests
    expect(second!.receivedMs - first!.receivedMs).toBeGreaterThanOrEqual(990)
  })

  test('a server that stays unavailable gets five retries, then there is a sentence', async () => {
    server.respond = () => unavailable
    const { error } = await embed(['a'])
    expect(server.requests).toHaveLength(6)
    expectAppError(
      error,
      'PROVIDER_UNAVAILABLE',
      /still answers with status 503 after 5 retries.*are kept.*rungs resume/,
    )
  })

  test('a used-up quota is told apart from a rate limit', async () => {
    server.respond = () => ({ kind: 'status', status: 429, code: 'insufficient_quota', headers: soon })
    expectAppError((await embed(['a'])).error, 'PROVIDER_REFUSED', /no quota left.*Add credit/)
  })
})

describe('OpenAiEmbedder: stopping', () => {
  test('after a refusal nothing more is sent, and what is under way still arrives', async () => {
    const refused = Promise.withResolvers<void>()
    server.respond = ({ texts }) => {
      if (texts[0] !== 'text number 2') return { kind: 'answer', after: refused.promise }
      return { kind: 'status', status: 400 }
    }
    // The others are answered only once the refusal has gone out.
    server.onRequest = ({ texts }) => {
      if (texts[0] === 'text number 2') setImmediate(refused.resolve)
    }
    const { error, vectors } = await embed(numbered(40), { settings: { batchInputs: 1 } })
    expectAppError(error, 'PROVIDER_REFUSED', /refused to embed/)
    expect(server.requests.length).toBeLessThan(40)
    const arrived = vectors.flatMap((vector, index) => (vector ? [`text number ${index}`] : []))
    expect(arrived.sort()).toEqual(server.embeddedTexts.sort())
    expect(arrived.length).toBeGreaterThanOrEqual(3)
  })

  test('an abort sends nothing more and keeps what was under way', async () => {
    const stop = new AbortController()
    const reason = new AppError('CANCELLED', 'Cancelled.')
    const aborted = Promise.withResolvers<void>()
    server.respond = () => ({ kind: 'answer', after: aborted.promise })
    server.onRequest = ({ number }) => {
      if (number !== 3) return
      stop.abort(reason)
      aborted.resolve()
    }
    const { error, vectors } = await embed(numbered(40), { settings: { batchInputs: 1 } }, stop.signal)
    expect(error).toBe(reason)
    expect(server.requests).toHaveLength(4)
    expect(vectors.filter((vector) => vector !== undefined)).toHaveLength(4)
  })

  test('a server that hangs cannot hold up an abort', async () => {
    const stop = new AbortController()
    const never = new Promise<void>(() => {})
    server.respond = () => ({ kind: 'answer', after: never })
    server.onRequest = () => stop.abort(new AppError('CANCELLED', 'Cancelled.'))
    const { error } = await embed(['a'], { answerGraceMs: 20 }, stop.signal)
    expectAppError(error, 'CANCELLED', /Cancelled/)
  })

  test('an abort ends the waiting for a retry', async () => {
    const stop = new AbortController()
    server.respond = () => rateLimited({ 'retry-after': '50' })
    server.onRequest = () => stop.abort(new AppError('CANCELLED', 'Cancelled.'))
    const { error } = await embed(['a'], { answerGraceMs: 20 }, stop.signal)
    expectAppError(error, 'CANCELLED', /Cancelled/)
    expect(server.requests).toHaveLength(1)
  })

  test('what was aborted before is not begun', async () => {
    const { error } = await embed(['a'], {}, AbortSignal.abort(new AppError('CANCELLED', 'Cancelled.')))
    expectAppError(error, 'CANCELLED', /Cancelled/)
    expect(server.requests).toEqual([])
  })
})
