import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CallFailureKind, noLimits } from '../../main/ports/call-failure.ts'
import { AppError } from '../../shared/domain/app-error.ts'
import type { ModelProvider } from '../../shared/domain/model-provider.ts'
import type { Behaviour } from '../support/openai-server/behaviour.ts'
import {
  errorOf,
  expectCallFailure,
  expectNoKey,
  modelCases,
  modelKey,
  modelsWith,
  noon,
  openModel,
  question,
} from './support/model-cases.ts'

type Server = Awaited<ReturnType<(typeof modelCases)[number]['start']>>

const status = (code: number, more: Partial<Extract<Behaviour, { kind: 'status' }>> = {}): Behaviour => ({
  kind: 'status',
  status: code,
  ...more,
})

const always = (behaviour: Behaviour) => () => behaviour

const echoed = `Sorry: ${modelKey} and Bearer ${modelKey} at https://u:${encodeURIComponent(modelKey)}@host/?key=${encodeURIComponent(modelKey)} failed.`

const failures: [what: string, behaviour: Behaviour, kind: CallFailureKind, mayBeCharged: boolean, words: RegExp][] = [
  ['a rate limit', status(429, { message: echoed }), 'rateLimited', false, /takes no more requests/],
  ['no quota', status(429, { code: 'insufficient_quota' }), 'noQuota', false, /no quota left/],
  ['no credit', status(400, { message: 'Your credit balance is too low.' }), 'noQuota', false, /no quota left/],
  ['status 402', status(402), 'noQuota', false, /no quota left/],
  ['status 401', status(401, { message: echoed }), 'keyRefused', false, /refused the key in MODEL_KEY/],
  ['status 403', status(403, { message: echoed }), 'keyRefused', false, /refused the key in MODEL_KEY/],
  ['status 408', status(408), 'unavailable', false, /cannot answer now/],
  ['status 409', status(409), 'unavailable', false, /cannot answer now/],
  ['status 500', status(500, { message: echoed }), 'unavailable', false, /cannot answer now \(status 500, Sorry/],
  ['status 529', status(529), 'unavailable', false, /cannot answer now/],
  ['status 400', status(400, { message: echoed }), 'refused', false, /refused the request for model-a \(status 400/],
  ['status 422', status(422, { message: echoed }), 'refused', false, /status 422/],
  ['a redirect', status(307, { headers: { location: 'http://127.0.0.1:9/' } }), 'refused', false, /another address/],
  ['a long prompt', status(400, { code: 'context_length_exceeded' }), 'tooLong', false, /too long for model-a/],
  ['a long prompt, in words', status(400, { message: 'prompt is too long: 9 > 8' }), 'tooLong', false, /too long/],
  ['a request over a minute', status(429, { message: 'Request too large for m' }), 'tooLong', false, /too long/],
  ['a cut before the answer', { kind: 'cut', at: 'start' }, 'cut', true, /broke off the connection/],
  ['a cut within the answer', { kind: 'cut', at: 'body' }, 'cut', true, /broke off its answer/],
  ['half a JSON text', { kind: 'malformed' }, 'malformed', true, /not JSON/],
  ['nothing', { kind: 'empty' }, 'malformed', true, /answered with nothing/],
  ['a web page', { kind: 'html' }, 'malformed', true, /not JSON/],
  ['other JSON', { kind: 'other-json' }, 'malformed', true, /no answer/],
]

describe.each(modelCases)('LanguageModel contract: $name', (modelCase) => {
  let server: Server
  let provider: ModelProvider

  beforeEach(async () => {
    server = await modelCase.start(modelKey)
    provider = modelCase.provider(server, 'MODEL_KEY')
  })
  afterEach(() => server[Symbol.asyncDispose]())

  const sentQuestion = () => server.requests[0]!.question!

  test('an answer comes with what it cost, its time and the model that gave it', async () => {
    const { latencyMs, ...reply } = await openModel(provider).send(question)
    expect(reply).toEqual({
      text: 'You asked: What is a plum?',
      finishReason: 'stop',
      usage: server.charged[0]!.usage,
      servedModel: expect.stringMatching(/^model-a-2026/),
      limits: noLimits,
    })
    expect(latencyMs).toBeGreaterThan(0)
    expect(server.requests).toHaveLength(1)
  })

  test('the request holds messages, limit, temperature and schema', async () => {
    const jsonSchema = {
      type: 'object',
      properties: { answer: { type: 'string' } },
      required: ['answer'],
      additionalProperties: false,
    }
    const reply = await openModel(provider).send({ ...question, temperature: 0.5, jsonSchema })
    expect(JSON.parse(reply.text)).toEqual({ answer: 'text' })
    expect(sentQuestion()).toMatchObject({
      ...{ model: 'model-a', messages: question.messages, maxOutputTokens: 100, temperature: 0.5, jsonSchema },
    })
  })

  test('what is not asked for is not sent', async () => {
    await openModel(provider).send(question)
    const sent = Object.keys(server.requests[0]!.sent as object)
    for (const name of ['temperature', 'seed', 'response_format', 'text', 'output_config', 'stream']) {
      expect(sent).not.toContain(name)
    }
  })

  test('half a surrogate pair is sent as U+FFFD', async () => {
    await openModel(provider).send({ ...question, messages: [{ role: 'user', content: 'cut \ud83d here' }] })
    expect(sentQuestion().messages[0]!.content).toBe('cut \ufffd here')
  })

  test('reasoning counts as output and the cached part as input', async () => {
    server.respond = always({ kind: 'tokens', reasoning: 50, cached: 5 })
    const { usage, text } = await openModel(provider).send(question)
    expect(usage).toEqual(server.charged[0]!.usage)
    expect(usage).toMatchObject({ cachedInputTokens: 5, outputTokens: Math.ceil(text.length / 4) + 50 })
  })

  test.each(['none', 'wrong'] as const)('usage that is %s is null', async (usage) => {
    server.respond = always({ kind: 'usage', usage })
    expect((await openModel(provider).send(question)).usage).toBeNull()
  })

  test('an answer that was refused or cut at its limit says so', async () => {
    server.respond = always({ kind: 'refusal' })
    const refused = await openModel(provider).send(question)
    expect(refused).toMatchObject({ finishReason: 'refusal', text: 'I cannot help with that.' })
    server.respond = always({ kind: 'length' })
    expect(await openModel(provider).send(question)).toMatchObject({ finishReason: 'length', text: 'You asked: What ' })
  })

  test.each(failures)('%s is one request and one sentence without the key', async (...row) => {
    const [, behaviour, kind, mayBeCharged, words] = row
    server.respond = () => behaviour
    const error = await errorOf(openModel(provider).send(question))
    expectCallFailure(error, kind, mayBeCharged)
    expect((error as Error).message).toMatch(words)
    expect(server.requests).toHaveLength(1)
    if (server.charged.length > 0) expect(mayBeCharged).toBe(true)
  })

  test('an address where nothing listens was not charged', async () => {
    const gone = await modelCase.start(undefined)
    const itsProvider = modelCase.provider(gone, 'MODEL_KEY')
    await gone[Symbol.asyncDispose]()
    const error = await errorOf(openModel(itsProvider).send(question))
    expectCallFailure(error, 'unavailable', false)
    expect((error as Error).message).toMatch(/does not answer \(ECONNREFUSED\)/)
  })

  test('a server that hangs is given up after the limit, and may charge', async () => {
    server.respond = always({ kind: 'answer', after: new Promise(() => {}) })
    const error = await errorOf(openModel(provider, { timeoutMs: 300 }).send(question))
    expectCallFailure(error, 'timeout', true)
    expect((error as Error).message).toMatch(/no answer within 0\.3 s/)
    expect(server.requests).toHaveLength(1)
  })

  test('limits and waiting times are read from the headers, of answers and of refusals', async () => {
    const limits = {
      ...{ requestsPerMinute: 100, remainingRequests: 12, requestsResetMs: 60_000 },
      ...{ tokensPerMinute: 5000, remainingTokens: 40, tokensResetMs: 1500 },
    }
    server.respond = always({ kind: 'answer', headers: modelCase.limitHeaders })
    const model = openModel(provider, { clock: noon })
    expect((await model.send(question)).limits).toEqual(limits)
    server.respond = () => status(429, { headers: { ...modelCase.limitHeaders, 'retry-after': '7' } })
    expect(await errorOf(model.send(question))).toMatchObject({ limits, retryAfterMs: 7000 })
    server.respond = () => status(503, { headers: { 'retry-after': '7', 'retry-after-ms': '6500' } })
    expect(await errorOf(model.send(question))).toMatchObject({ retryAfterMs: 6500 })
  })

  test('an abort rejects with its reason, before the request and while it is under way', async () => {
    const reason = new AppError('CANCELLED', 'Cancelled.')
    expect(await errorOf(openModel(provider).send(question, AbortSignal.abort(reason)))).toBe(reason)
    expect(server.requests).toHaveLength(0)
    const stop = new AbortController()
    server.respond = always({ kind: 'answer', after: new Promise(() => {}) })
    server.onRequest = () => stop.abort(reason)
    expect(await errorOf(openModel(provider).send(question, stop.signal))).toBe(reason)
    expect(server.requests).toHaveLength(1)
  })

  test('a wrong key is refused without being shown', async () => {
    const error = await errorOf(openModel(provider, { key: `${modelKey}x` }).send(question))
    expectCallFailure(error, 'keyRefused', false)
  })

  test('a missing key, or one that no header can hold, sends nothing', async () => {
    for (const key of [null, ' ', `${modelKey}…`]) {
      const error = await errorOf(openModel(provider, { key }).send(question))
      expect(error).toMatchObject({ code: 'SECRET_MISSING', message: expect.stringMatching(/Nothing was sent/) })
      expectNoKey(error)
    }
    expect(server.requests).toHaveLength(0)
  })

  test('a server without keys gets none', async () => {
    await using open = await modelCase.start(undefined)
    await openModel(modelCase.provider(open, null), { key: null }).send(question)
    const { headers } = open.requests[0]!
    expect([headers.authorization, headers['api-key'], headers['x-api-key']]).toEqual([undefined, undefined, undefined])
  })

  test('key and lane name what they should and hold no secret', () => {
    const model = openModel(provider)
    expect(openModel(provider).key).toBe(model.key)
    expect(modelsWith().open(provider, 'model-b').key).not.toBe(model.key)
    expect(modelsWith().open(provider, 'model-b').lane).toBe(model.lane)
    const other = openModel({ ...provider, secretName: 'OTHER' })
    expect([other.key === model.key, other.lane === model.lane]).toEqual([true, false])
    const withKey = openModel({ ...provider, baseUrl: `${provider.baseUrl}?key=${encodeURIComponent(modelKey)}` })
    expectNoKey([withKey.key, withKey.lane])
    expect(withKey.key).not.toBe(model.key)
  })

  test('models are listed with the date of their end', async () => {
    const listed = await modelsWith().list(provider)
    expect(listed).toEqual([...listed].sort((a, b) => (a.model < b.model ? -1 : 1)))
    expect(listed.filter(({ shutdownDate }) => shutdownDate !== null)).toEqual([
      expect.objectContaining({ shutdownDate: expect.stringMatching(/^2027-0[23]-01$/) }),
    ])
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['status 503', status(503, { message: echoed }), 'PROVIDER_UNAVAILABLE'],
    ['status 400', status(400, { message: echoed }), 'PROVIDER_REFUSED'],
    ['status 401', status(401, { message: echoed }), 'PROVIDER_REFUSED'],
    ['a web page', { kind: 'html' } as Behaviour, 'PROVIDER_REFUSED'],
    ['other JSON', { kind: 'other-json' } as Behaviour, 'PROVIDER_REFUSED'],
  ])('a list that fails with %s is an AppError', async (_what, behaviour, code) => {
    server.respond = () => behaviour
    const error = await errorOf(modelsWith().list(provider))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code })
    expectNoKey(error)
  })
})
