import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inTurn, rateLimited } from '../support/openai-server/behaviour.ts'
import { OpenAiServer, type ServedRequest } from '../support/openai-server/openai-server.ts'
import { OpenAiSpec, openAiSpecIsHere } from '../support/openai-server/openai-spec.ts'
import { apiKey, type EmbedderOptions, embedWith, numbered, soon, unavailable } from './support/embed-with.ts'

let server: OpenAiServer

beforeEach(async () => {
  server = await OpenAiServer.start({ apiKey })
})
afterEach(() => server[Symbol.asyncDispose]())

const embed = (texts: readonly string[], options?: EmbedderOptions, signal?: AbortSignal) =>
  embedWith(server, texts, options, signal)

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
      const headers = { authorization: `Bearer ${apiKey}` }
      const models: unknown = await (await fetch(`${server.baseUrl}/models`, { headers })).json()
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
