import OpenAI from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { createTrainers } from '../../main/adapters/trainers/create-trainers.ts'
import { FineTuneHyperparameters } from '../../shared/domain/fine-tune-job.ts'
import { ModelProvider } from '../../shared/domain/model-provider.ts'
import { TrainerSettings } from '../../shared/domain/trainer.ts'
import { inTurn, rateLimited } from '../support/openai-server/behaviour.ts'
import { OpenAiServer, type ServedRequest } from '../support/openai-server/openai-server.ts'
import { OpenAiSpec, openAiSpecIsHere } from '../support/openai-server/openai-spec.ts'
import { apiKey, numbered, soon, unavailable } from './support/embed-with.ts'
import { openModel, question } from './support/model-cases.ts'
import { openAiServerPerTest } from './support/open-ai-server-per-test.ts'

let server: OpenAiServer

const embed = openAiServerPerTest((started) => {
  server = started
})

const client = () => new OpenAI({ baseURL: server.baseUrl, apiKey, maxRetries: 0 })

const asked: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'm',
  messages: [{ role: 'user', content: 'Plum?' }],
}

/** A batch of two right requests and a wrong one, as a client would run it. */
async function runBatch() {
  const bodies = [asked, { ...asked, messages: [] }, { ...asked, messages: [{ role: 'user', content: 'Pear?' }] }]
  const lines = bodies.map((body, index) =>
    JSON.stringify({ custom_id: `${index}`, method: 'POST', url: '/v1/chat/completions', body }),
  )
  const file = await client().files.create({
    file: new File([lines.join('\n')], 'batch.jsonl'),
    purpose: 'batch',
  })
  server.batches.hold = true
  const made = await client().batches.create({
    ...{ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' },
  })
  expect(made.status).toBe('in_progress')
  server.batches.release()
  const batch = await client().batches.retrieve(made.id)
  const output = await client().files.retrieve(batch.output_file_id!)
  const text = await (await client().files.content(output.id)).text()
  return { file, batch, output, results: text.trim().split('\n') }
}

const trainingLine = `${JSON.stringify({
  messages: [
    { role: 'user', content: 'Is a plum ripe when it is soft?' },
    { role: 'assistant', content: 'ripeness' },
  ],
})}\n`

describe('OpenAI test server', () => {
  test('a tuned model knows the labels of its training file, and its base model does not', async () => {
    const { id } = await client().files.create({ file: new File([trainingLine], 'a.jsonl'), purpose: 'fine-tune' })
    const job = await client().fineTuning.jobs.create({ model: 'gpt-4o-mini', training_file: id, suffix: 'fruit' })
    for (let stage = 0; stage < 6; stage += 1) server.fineTuning.advance()
    const { fine_tuned_model } = await client().fineTuning.jobs.retrieve(job.id)
    const ask = async (model: string) => {
      const messages = [{ role: 'user' as const, content: 'Is my plum ripe?' }]
      return (await client().chat.completions.create({ model, messages })).choices[0]!.message.content
    }
    expect(await ask(fine_tuned_model!)).toBe('ripeness')
    expect(await ask(`${fine_tuned_model}:ckpt-step-10`)).toBe('ripeness')
    expect(await ask('gpt-4o-mini')).toBe('You asked: Is my plum ripe?')
  })

  test('batches answer every line by its name, and are charged for what was answered', async () => {
    const { batch, results } = await runBatch()
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 3, completed: 2, failed: 1 } })
    expect(results.map((line) => JSON.parse(line).custom_id)).toEqual(['0', '2'])
    expect(results[1]).toContain('You asked: Pear?')
    expect(server.charged).toHaveLength(2)
    expect(batch.error_file_id).not.toBe(batch.output_file_id)
  })

  test('a stream can be cut, and is charged all the same', async () => {
    server.respond = () => ({ kind: 'cut', at: 'body' })
    const read = async () => Array.fromAsync(await client().chat.completions.create({ ...asked, stream: true }))
    await expect(read()).rejects.toThrow()
    expect(server.charged).toHaveLength(1)
  })

  test('the same question has the same answer, which a function can give', async () => {
    await using own = await OpenAiServer.start({ answer: ({ messages }) => messages[0]!.content.toUpperCase() })
    const ask = async () => {
      const answer = await new OpenAI({ baseURL: own.baseUrl, apiKey }).chat.completions.create(asked)
      return answer.choices[0]!.message.content
    }
    expect([await ask(), await ask()]).toEqual(['PLUM?', 'PLUM?'])
  })

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
    // Reading it takes seconds.
    let spec: OpenAiSpec
    beforeAll(() => {
      spec = new OpenAiSpec()
    })

    test('allows the requests that the adapter sends and the answers that the server gives', async () => {
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
      server.respond = inTurn()
      const headers = { authorization: `Bearer ${apiKey}` }
      const models: unknown = await (await fetch(`${server.baseUrl}/models`, { headers })).json()
      expect(spec.problems('ListModelsResponse', models)).toEqual([])
    })

    test.each<['chat' | 'responses', string, string]>([
      ['chat', 'CreateChatCompletionRequest', 'CreateChatCompletionResponse'],
      ['responses', 'CreateResponse', 'Response'],
    ])('allows what language models are asked and answer through %s', async (api, request, response) => {
      const provider = ModelProvider.parse({ kind: 'openai', baseUrl: server.baseUrl, secretName: 'MODEL_KEY', api })
      const model = openModel(provider, { key: apiKey })
      const properties = { answer: { type: 'string' } }
      const jsonSchema = { type: 'object', properties, required: ['answer'], additionalProperties: false }
      server.respond = inTurn(
        { kind: 'answer' },
        { kind: 'refusal' },
        { kind: 'length' },
        { kind: 'tokens', reasoning: 9, cached: 3 },
        { kind: 'usage', usage: 'none' },
        rateLimited(soon),
      )
      for (const _behaviour of Array(5).keys()) await model.send({ ...question, temperature: 1, seed: 1, jsonSchema })
      await model.send(question).catch(() => {})
      await openModel(provider, { key: 'wrong' })
        .send(question)
        .catch(() => {})
      const statuses = server.requests.map(({ status }) => status)
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 401])
      const problems = server.requests.flatMap(({ sent, answered, status }) => [
        ...spec.problems(request, sent),
        ...spec.problems(status === 200 ? response : 'ErrorResponse', answered),
      ])
      expect(problems).toEqual([])
      expect(spec.problems(request, { ...(server.requests[0]!.sent as object), temperature: 'hot' })).not.toEqual([])
      expect(spec.problems(response, { ...(server.requests[0]!.answered as object), model: 5 })).not.toEqual([])
    })

    test('allows the chunks of a streamed answer', async () => {
      const stream = await client().chat.completions.create({ ...asked, stream: true })
      const chunks = await Array.fromAsync(stream)
      expect(chunks.flatMap((chunk) => spec.problems('CreateChatCompletionStreamResponse', chunk))).toEqual([])
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('You asked: Plum?')
      expect(chunks.at(-1)!.usage).toMatchObject({ prompt_tokens: server.charged[0]!.usage.inputTokens })
    })

    test('allows files and batches', async () => {
      const { file, batch, output } = await runBatch()
      expect(spec.problems('OpenAIFile', file)).toEqual([])
      expect(spec.problems('OpenAIFile', output)).toEqual([])
      expect(spec.problems('Batch', batch)).toEqual([])
      const list: unknown = await (await fetch(`${server.baseUrl}/batches`)).json()
      expect(spec.problems('ListBatchesResponse', list)).toEqual([])
    })

    test('allows fine-tuning jobs, their lists, events and checkpoints, and what the adapter sends for them', async () => {
      const settings = TrainerSettings.parse({ kind: 'openai', baseUrl: server.baseUrl, secretName: 'TRAINER_KEY' })
      const ports = { secrets: { get: async () => apiKey }, clock: systemClock, localFolder: '/nowhere' }
      const trainer = createTrainers(ports).open(settings)
      const training = { name: 'rungs-1.jsonl', text: trainingLine }
      const trainingFileId = await trainer.upload(training)
      const hyperparameters = FineTuneHyperparameters.parse({
        epochs: 3,
        batchSize: 2,
        learningRateMultiplier: 0.5,
        seed: 7,
      })
      const { providerJobId } = await trainer.create({
        ...{
          tag: 'rg0123456789ab',
          name: 'Fruit',
          baseModel: 'gpt-4o-mini',
          hyperparameters,
          training,
          trainingFileId,
        },
        ...{ validation: training, validationFileId: trainingFileId },
      })
      for (let stage = 0; stage < 8; stage += 1) {
        await trainer.get(providerJobId)
        server.fineTuning.advance()
      }
      await trainer.list()
      await trainer.events(providerJobId)
      await trainer.checkpoints(providerJobId)
      await trainer.cancel(providerJobId).catch(() => {})
      await trainer.get('ftjob-none').catch(() => {})
      const schemaOf = ({ path, status, sent }: ServedRequest) => {
        if (status !== 200) return 'ErrorResponse'
        if (path.endsWith('/events')) return 'ListFineTuningJobEventsResponse'
        if (path.endsWith('/checkpoints')) return 'ListFineTuningJobCheckpointsResponse'
        return path.endsWith('/jobs') && sent === null ? 'ListPaginatedFineTuningJobsResponse' : 'FineTuningJob'
      }
      expect(new Set(server.requests.map(schemaOf)).size).toBe(5)
      expect(server.requests.flatMap((request) => spec.problems(schemaOf(request), request.answered))).toEqual([])
      const creation = server.requests.find(({ sent }) => sent !== null)!.sent
      expect(spec.problems('CreateFineTuningJobRequest', creation)).toEqual([])
      expect(spec.problems('CreateFineTuningJobRequest', { ...(creation as object), seed: 'x' })).not.toEqual([])
      expect(spec.problems('FineTuningJob', { ...(server.requests[0]!.answered as object), status: 'x' })).not.toEqual(
        [],
      )
    })

    test('refuses what the server refuses and what it answers when it misbehaves', async () => {
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
