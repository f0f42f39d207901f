import { inspect } from 'node:util'
import fc from 'fast-check'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OpenAiEmbedder } from '../../main/adapters/openai/openai-embedder.ts'
import { planBatches } from '../../main/adapters/openai/plan-batches.ts'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { countTokens } from '../../main/engine/chunking/count-tokens.ts'
import type { Clock } from '../../main/ports/clock.ts'
import type { EmbeddedBatch } from '../../main/ports/embedder.ts'
import { AppError, type ErrorCode } from '../../shared/domain/app-error.ts'
import { OpenAiEmbedding } from '../../shared/domain/recipe.ts'
import { type Behaviour, inTurn, rateLimited } from '../support/openai-server/behaviour.ts'
import { embeddingTokens } from '../support/openai-server/embeddings-request.ts'
import { hashedVector } from '../support/openai-server/hashed-vector.ts'
import { OpenAiServer, type ServedRequest } from '../support/openai-server/openai-server.ts'
import { OpenAiSpec, openAiSpecIsHere } from '../support/openai-server/openai-spec.ts'

const apiKey = 'Zq81-not-a-pattern-7731'
/** The SDK waits as long as it is told; a test should not. */
const soon = { 'retry-after-ms': '5' }
const unavailable: Behaviour = { kind: 'status', status: 503, headers: soon }

let server: OpenAiServer

beforeEach(async () => {
  server = await OpenAiServer.start({ apiKey })
})
afterEach(() => server[Symbol.asyncDispose]())

interface EmbedderOptions {
  readonly settings?: Partial<OpenAiEmbedding>
  readonly key?: string | null
  readonly clock?: Clock
  readonly answerGraceMs?: number
  readonly maxRetries?: number
}

function createEmbedder({
  settings,
  key = apiKey,
  clock = systemClock,
  ...limits
}: EmbedderOptions = {}): OpenAiEmbedder {
  const parsed = OpenAiEmbedding.parse({ kind: 'openai', baseUrl: server.baseUrl, ...settings })
  return new OpenAiEmbedder(
    parsed,
    { clock, loadTokenCounter: async () => countTokens, secrets: { get: async () => key } },
    limits,
  )
}

/** Embeds and gathers what arrived, by position of the text. */
async function embed(texts: readonly string[], options?: EmbedderOptions, signal?: AbortSignal) {
  const vectors: (Float32Array | undefined)[] = texts.map(() => undefined)
  const batches: EmbeddedBatch[] = []
  const gather = (batch: EmbeddedBatch) => {
    batches.push(batch)
    batch.vectors.forEach((vector, index) => {
      vectors[batch.first + index] = vector
    })
  }
  const error = await createEmbedder(options)
    .embed(texts, gather, signal)
    .then(
      () => null,
      (reason: unknown) => reason,
    )
  return { vectors, batches, error }
}

/** The AppError of a failed call; also checks that it keeps the key to itself. */
function expectAppError(error: unknown, code: ErrorCode, sentence: RegExp): void {
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code, message: expect.stringMatching(sentence) })
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(apiKey)
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `text number ${index}`)

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
    const clock = { now: () => new Date(0), monotonicMs: () => nowMs }
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
    await createEmbedder({ settings: { batchInputs: 1 } }).embed(numbered(20), () => {
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
    const key = (settings: Partial<OpenAiEmbedding>) => createEmbedder({ settings }).key
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
    const embedder = createEmbedder()
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

describe('planBatches', () => {
  const sentences = [
    'Plain English words, a few of them. ',
    'हिन्दी का वाक्य। ',
    '日本語の文章です。',
    'x = f(3.14159, "é")\n',
    '😀',
  ]
  const text = fc
    .record({
      sentence: fc.constantFrom(...sentences),
      times: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 4000 })),
    })
    .map(({ sentence, times }) => sentence.repeat(times))

  test('covers all texts in order and never goes over the limits', () => {
    // Counting each of few distinct texts once is what makes hundreds of long ones affordable.
    const counted = new Map<string, number>()
    const count = (value: string) => {
      if (!counted.has(value)) counted.set(value, countTokens(value))
      return counted.get(value)!
    }
    const property = fc.property(
      fc.array(text, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 600 }),
      fc.integer({ min: 1, max: 4000 }),
      (distinct, picks, batchInputs) => {
        const texts = picks.map((pick) => distinct[pick % distinct.length]!)
        const trueTokens = new Map(distinct.map((value) => [value, embeddingTokens(value)]))
        const batches = planBatches(texts, batchInputs, count)
        expect(batches.flatMap(({ first, count: size }) => Array.from({ length: size }, (_, i) => first + i))).toEqual([
          ...texts.keys(),
        ])
        for (const { first, count: size } of batches) {
          expect(size).toBeGreaterThan(0)
          expect(size).toBeLessThanOrEqual(Math.min(batchInputs, 2048))
          const tokens = texts.slice(first, first + size).reduce((sum, value) => sum + trueTokens.get(value)!, 0)
          if (size > 1) expect(tokens).toBeLessThanOrEqual(300_000)
        }
      },
    )
    fc.assert(property, { numRuns: 40 })
  })

  test('thousands of short texts are cut at 2,048', () => {
    const batches = planBatches(numbered(5000), 4096, countTokens)
    expect(batches.map(({ count }) => count)).toEqual([2048, 2048, 904])
  })

  test('a text over the limit on its own is sent alone', () => {
    const batches = planBatches(['a', 'word '.repeat(400_000), 'b'], 512, countTokens)
    expect(batches).toEqual([
      { first: 0, count: 1 },
      { first: 1, count: 1 },
      { first: 2, count: 1 },
    ])
  })
})

describe('OpenAI test server', () => {
  const client = () => new OpenAI({ baseURL: server.baseUrl, apiKey, maxRetries: 0 })

  test('base64 and float answers hold the same numbers', async () => {
    const input = ['one', 'two']
    const asked = { input, model: 'text-embedding-3-small' }
    const float = await client().embeddings.create({ ...asked, encoding_format: 'float' })
    // The SDK asks for base64 by itself and decodes it.
    const decoded = await client().embeddings.create(asked)
    expect(server.requests[1]!.sent).toMatchObject({ encoding_format: 'base64' })
    expect(decoded.data.map(({ embedding }) => [...embedding])).toEqual(float.data.map(({ embedding }) => embedding))
  })

  test("keeps OpenAI's limits", async () => {
    const refused = async (input: string[]) => {
      const error = await client()
        .embeddings.create({ input, model: 'm' })
        .catch((reason: unknown) => reason)
      return error instanceof OpenAI.APIError ? `${error.status} ${error.message}` : error
    }
    expect(await refused([])).toMatch(/^400 .*empty/)
    expect(await refused(['a', ''])).toMatch(/^400 .*empty/)
    expect(await refused(numbered(2049))).toMatch(/^400 .*2048/)
    expect(await refused(['word '.repeat(9000)])).toMatch(/^400 .*8192 tokens/)
    expect(await refused(Array.from({ length: 40 }, () => 'word '.repeat(8000)))).toMatch(/^400 .*300000 tokens/)
    expect(server.embeddedTexts).toEqual([])
  })

  test('lists its models', async () => {
    const models = await client().models.list()
    expect(models.data.map(({ id }) => id)).toContain('text-embedding-3-small')
  })
})

describe.skipIf(!openAiSpecIsHere)(
  `OpenAI's specification${openAiSpecIsHere ? '' : ' (skipped: ../shared is not here)'}`,
  () => {
    test('allows the requests that the adapter sends and the answers that the server gives', async () => {
      const spec = new OpenAiSpec()
      server.respond = inTurn(rateLimited(soon), unavailable, { kind: 'answer', reversed: true })
      await embed(numbered(7), { settings: { batchInputs: 3, dimensions: 8 } })
      server.respond = () => ({ kind: 'status', status: 400 })
      await embed(['a'])
      await embed(['a'], { key: 'wrong' })
      await embed([''])
      const problemsOf = ({ sent, answered, status }: ServedRequest) => [
        ...spec.problems('CreateEmbeddingRequest', sent),
        ...spec.problems(status === 200 ? 'CreateEmbeddingResponse' : 'ErrorResponse', answered),
      ]
      const statuses = server.requests.map(({ status }) => status)
      expect(new Set(statuses)).toEqual(new Set([200, 400, 401, 429, 503]))
      expect(server.requests.flatMap(problemsOf)).toEqual([])
      const models: unknown = await (await fetch(`${server.baseUrl}/models`)).json()
      expect(spec.problems('ListModelsResponse', models)).toEqual([])
    })

    test('refuses what the server refuses and what it answers when it misbehaves', async () => {
      const spec = new OpenAiSpec()
      const request = { model: 'm', input: ['a'] }
      expect(spec.problems('CreateEmbeddingRequest', request)).toEqual([])
      expect(spec.problems('CreateEmbeddingRequest', { ...request, input: [] })).not.toEqual([])
      expect(spec.problems('CreateEmbeddingRequest', { ...request, input: numbered(2049) })).not.toEqual([])
      expect(spec.problems('CreateEmbeddingRequest', { ...request, dimensions: 0 })).not.toEqual([])
      expect(spec.problems('CreateEmbeddingRequest', { ...request, unknown: 1 })).not.toEqual([])
      server.respond = () => ({ kind: 'nan' })
      await embed(['a'])
      expect(spec.problems('CreateEmbeddingResponse', server.requests[0]!.answered)).not.toEqual([])
      expect(() => spec.problems('NoSuchSchema', {})).toThrow('NoSuchSchema')
    })
  },
)
