import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { discoverLocalServers } from '../../main/adapters/language-models/discover-local-servers.ts'
import { ModelProvider } from '../../shared/domain/model-provider.ts'
import { localPresets, providerPresets } from '../../shared/domain/provider-presets.ts'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { errorOf, expectCallFailure, modelKey, modelsWith, openModel, question } from './support/model-cases.ts'

let server: OpenAiServer

beforeEach(async () => {
  server = await OpenAiServer.start({ apiKey: modelKey })
})
afterEach(() => server[Symbol.asyncDispose]())

const openAi = (settings: object = {}, at = server) =>
  ModelProvider.parse({ kind: 'openai', baseUrl: at.baseUrl, secretName: 'MODEL_KEY', ...settings })

describe('OpenAiLanguageModel: two APIs', () => {
  const chat = '/v1/chat/completions'
  const responses = '/v1/responses'

  test('auto asks a server that is not OpenAI through chat completions', async () => {
    await openModel(openAi()).send(question)
    expect(server.requests.map(({ path }) => path)).toEqual([chat])
  })

  test('auto falls to the other API where the first is not there, and remembers it for all models', async () => {
    await using other = await OpenAiServer.start({ missing: [chat] })
    const models = modelsWith()
    const reply = await models.open(openAi({}, other), 'a').send(question)
    expect(reply.text).toBe('You asked: What is a plum?')
    await models.open(openAi({}, other), 'b').send(question)
    expect(other.requests.map(({ path }) => path)).toEqual([chat, responses, responses])
    expect(other.charged).toHaveLength(2)
  })

  test('a model that is not there is no reason to ask twice', async () => {
    server.respond = () => ({ kind: 'status', status: 404, message: "model 'x' not found, try pulling it first" })
    expectCallFailure(await errorOf(openModel(openAi()).send(question)), 'refused', false)
    expect(server.requests).toHaveLength(1)
  })

  test('a server that has neither API is refused with its first words, and asked again the next time', async () => {
    await using neither = await OpenAiServer.start({ missing: [chat, responses] })
    const model = openModel(openAi({}, neither))
    for (const _time of [1, 2]) {
      const error = await errorOf(model.send(question))
      expectCallFailure(error, 'refused', false)
      expect((error as Error).message).toMatch(/Invalid URL \(POST \/v1\/chat\/completions\)/)
    }
    expect(neither.requests).toHaveLength(4)
  })

  test('an API that is asked for by name is the only one', async () => {
    await using other = await OpenAiServer.start({ missing: [responses] })
    expectCallFailure(await errorOf(openModel(openAi({ api: 'responses' }, other)).send(question)), 'refused', false)
    expect(other.requests).toHaveLength(1)
  })

  test('responses are not kept at the provider', async () => {
    await openModel(openAi({ api: 'responses' })).send(question)
    expect(server.requests[0]!.sent).toMatchObject({ store: false, max_output_tokens: 100 })
  })

  test('a response that failed while it was made may be charged', async () => {
    const failed = { status: 'failed', error: { code: 'server_error', message: `Broke with ${modelKey}.` }, output: [] }
    const stub = Response.json(failed)
    const error = await withFetch(
      async () => stub,
      () => errorOf(openModel(openAi({ api: 'responses' })).send(question)),
    )
    expectCallFailure(error, 'unavailable', true)
    expect((error as Error).message).toMatch(/failed while it answered \(Broke with \[key\]\)/)
  })
})

describe('OpenAiLanguageModel: requests', () => {
  test('other servers are told the limit by the name they all know, Azure by the new one', async () => {
    await openModel(openAi()).send({ ...question, seed: 7 })
    expect(server.requests[0]!.sent).toMatchObject({ max_tokens: 100, seed: 7 })
    const azure = ModelProvider.parse({ kind: 'azure', baseUrl: `${server.rootUrl}/`, secretName: 'MODEL_KEY' })
    await openModel(azure).send(question)
    expect(server.requests[1]).toMatchObject({
      url: '/openai/deployments/model-a/chat/completions?api-version=2024-10-21',
      sent: { max_completion_tokens: 100 },
    })
    expect(server.requests[1]!.headers).toMatchObject({ 'api-key': modelKey })
  })

  test('OpenAI itself is asked through responses, or through chat completions for what responses cannot be told', async () => {
    const asked: { url: string; body: Record<string, unknown> }[] = []
    const answer = async (url: unknown, init?: RequestInit) => {
      asked.push({ url: String(url), body: JSON.parse(String(init?.body)) })
      return new Response(null, { status: 503 })
    }
    await withFetch(answer, async () => {
      const model = openModel(ModelProvider.parse({ kind: 'openai' }))
      await errorOf(model.send(question))
      await errorOf(model.send({ ...question, seed: 1 }))
      await errorOf(model.send({ ...question, maxOutputTokens: 5 }))
    })
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([
      ...['/v1/responses', '/v1/chat/completions', '/v1/chat/completions'],
    ])
    expect(asked[1]!.body).toMatchObject({ max_completion_tokens: 100, seed: 1 })
  })

  test("a provider's headers are sent with every request", async () => {
    await openModel(openAi({ headers: { 'X-Team': 'search' } })).send(question)
    expect(server.requests[0]!.headers).toMatchObject({ 'x-team': 'search', authorization: `Bearer ${modelKey}` })
  })

  test('headers that cannot be sent are no request, and are not shown', async () => {
    const error = await errorOf(openModel(openAi({ headers: { 'X-Team': `${modelKey}…` } })).send(question))
    expectCallFailure(error, 'refused', false)
    expect(server.requests).toHaveLength(0)
  })

  test('an address with a user name is no request, and is not shown', async () => {
    const baseUrl = server.baseUrl.replace('//', `//u:${encodeURIComponent(modelKey)}@`)
    expectCallFailure(await errorOf(openModel(openAi({ baseUrl })).send(question)), 'refused', false)
    expect(server.requests).toHaveLength(0)
  })

  test('a host that has no address was not charged', async () => {
    const refused = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error(), { code: 'ENOTFOUND' }),
    })
    const error = await withFetch(
      () => Promise.reject(refused),
      () => errorOf(openModel(openAi()).send(question)),
    )
    expectCallFailure(error, 'unavailable', false)
  })

  test('a schema that is closed is sent as strict, any other as advice', async () => {
    const properties = { a: { type: 'string' } }
    const closed = { type: 'object', properties, required: ['a'], additionalProperties: false }
    for (const jsonSchema of [closed, { type: 'object', properties }]) {
      await openModel(openAi()).send({ ...question, jsonSchema })
    }
    const strict = server.requests.map(({ sent }) => (sent as { response_format: object }).response_format)
    expect(strict).toMatchObject([{ json_schema: { strict: true } }, { json_schema: { strict: false } }])
  })

  test('real limits of a server arrive as failures that say how long to wait', async () => {
    await using limited = await OpenAiServer.start({ limits: { requestsPerMinute: 2, tokensPerMinute: 100_000 } })
    const model = openModel(openAi({}, limited))
    const first = await model.send(question)
    expect(first.limits).toMatchObject({ requestsPerMinute: 2, remainingRequests: 1, tokensPerMinute: 100_000 })
    await model.send(question)
    const error = await errorOf(model.send(question))
    expectCallFailure(error, 'rateLimited', false)
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(20_000)
    expect(limited.charged).toHaveLength(2)
  })

  test("a prompt over the model's window is too long", async () => {
    await using small = await OpenAiServer.start({ contextWindowTokens: 50 })
    expectCallFailure(await errorOf(openModel(openAi({}, small)).send(question)), 'tooLong', false)
  })
})

describe('provider presets', () => {
  test('are named once, and local ones take no key', () => {
    expect(new Set(providerPresets.map(({ id }) => id)).size).toBe(9)
    for (const { provider } of localPresets) {
      expect(provider.secretName).toBeNull()
      expect(new URL(provider.baseUrl).hostname).toBe('127.0.0.1')
    }
  })

  test('local servers that answer are found with their models; others are left out', async () => {
    await using open = await OpenAiServer.start()
    const [answers, refuses, gone] = localPresets
    const at = (preset: typeof answers, baseUrl: string) => ({
      ...preset!,
      provider: { ...preset!.provider, baseUrl },
    })
    const found = await discoverLocalServers([
      at(answers, open.baseUrl),
      at(refuses, server.baseUrl),
      at(gone, 'http://127.0.0.1:9/v1'),
    ])
    expect(found.map(({ preset, models }) => [preset.id, models])).toEqual([
      ['ollama', ['gpt-old', 'gpt-small', 'text-embedding-3-large', 'text-embedding-3-small']],
    ])
  })

  test('a local server that hangs is left out in time', async () => {
    await using hangs = await OpenAiServer.start()
    hangs.respond = () => ({ kind: 'answer', after: new Promise(() => {}) })
    const preset = { ...localPresets[0]!, provider: { ...localPresets[0]!.provider, baseUrl: hangs.baseUrl } }
    expect(await discoverLocalServers([preset], 50)).toEqual([])
    expect(hangs.requests).toHaveLength(1)
  })
})

/** What the network would do, for addresses that a test must not reach. */
async function withFetch<T>(stub: typeof fetch, work: () => Promise<T>): Promise<T> {
  const real = globalThis.fetch
  globalThis.fetch = stub
  try {
    return await work()
  } finally {
    globalThis.fetch = real
  }
}
