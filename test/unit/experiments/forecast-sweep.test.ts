import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashRequest } from '../../../main/engine/calls/hash-request.ts'
import { countTokens } from '../../../main/engine/chunking/count-tokens.ts'
import { writeRequest } from '../../../main/engine/experiments/answering/write-request.ts'
import { budgetSettingsName } from '../../../shared/domain/budget-settings.ts'
import { Generation } from '../../../shared/domain/generation.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import { answeredDataset } from '../../support/answered-dataset.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

const remote = { kind: 'openai', baseUrl: 'https://models.example/v1', secretName: null }
const local = { ...remote, baseUrl: 'http://127.0.0.1:9/v1' }
const asking = (provider: object, more: object = {}) => ({
  rung: 'prompt',
  generation: { model: 'm', provider, ...more },
})

let memory: MemoryEngine

beforeEach(async () => {
  memory = await openFilledEngine('garden', answeredDataset)
})
afterEach(async () => {
  await memory[Symbol.asyncDispose]()
})

const forecast = (spec: object) => memory.engine.experiments.forecast(SweepSpec.parse({ split: 'test', ...spec }))
const setPrice = (model = 'm', baseUrl = remote.baseUrl) =>
  memory.engine.money.setPrice({
    baseUrl,
    model,
    price: { inputUsdPerMillionTokens: 10, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 100 },
  })

describe('sweep forecast', () => {
  test('of retrieval alone and of the built-in reader is free', async () => {
    const free = { lines: [], total: { lowUsd: 0, middleUsd: 0, highUsd: 0 }, unknownPrices: [], caps: [] }
    expect(await forecast({})).toMatchObject(free)
    expect(await forecast({ base: { generation: { model: 'extractive' } } })).toMatchObject(free)
  })

  test('counts the prompts that will be sent, and answers at their longest', async () => {
    setPrice()
    const { lines, total } = await forecast({ base: asking(remote, { maxOutputTokens: 50, repetitions: 2 }) })
    const recipe = Recipe.parse(asking(remote))
    const { queries } = memory.ports.store.datasets.examples(
      memory.ports.store.datasets.findEvalSet('garden')!.evalSetId,
      'test',
    )
    const promptTokens = queries.reduce((sum, { text }) => {
      const { messages } = writeRequest({ recipe }, recipe.generation!, text, [], '')
      return sum + messages.reduce((tokens, { content }) => tokens + countTokens(content) + 4, 0)
    }, 0)
    expect(lines).toMatchObject([
      {
        stage: 'generation',
        model: 'm',
        calls: 6,
        inputTokens: 2 * promptTokens,
        outputTokens: 300,
        outputFrom: 'cap',
      },
    ])
    expect(total!.highUsd).toBeGreaterThanOrEqual(total!.middleUsd)
    expect(total!.middleUsd).toBeCloseTo((2 * promptTokens * 10 + 300 * 100) / 1e6, 9)
  })

  test('a model on this machine is free, and known to be', async () => {
    const { lines, total } = await forecast({ base: asking(local) })
    expect(lines[0]!.price!.source).toBe('local')
    expect(total!.highUsd).toBe(0)
  })

  test('a price that is not known is named, never 0, and no cap can be kept without it', async () => {
    const spec = { base: asking(remote), budget: { perRunUsd: 1 } }
    const { total, unknownPrices, caps, lines } = await forecast(spec)
    expect(total).toBeNull()
    expect(lines[0]!.cost).toBeNull()
    expect(unknownPrices).toEqual([{ model: 'm', baseUrl: remote.baseUrl }])
    expect(caps).toMatchObject([{ scope: 'run', capUsd: 1, keeps: 'unknown' }])
  })

  test('caps are compared with the range: of the dearest run, of all runs, of what is left of the month', async () => {
    setPrice()
    setPrice('dear')
    memory.ports.store.settings.set(budgetSettingsName, { monthlyUsd: 100 })
    const spec = { base: asking(remote), grid: { 'generation.model': ['m', 'dear'] } }
    const { total } = await forecast(spec)
    const { caps } = await forecast({
      ...spec,
      budget: { perRunUsd: total!.highUsd * 0.51, perSweepUsd: total!.lowUsd * 0.9 },
    })
    expect(caps.map(({ scope, keeps }) => [scope, keeps])).toEqual([
      ['run', 'yes'],
      ['sweep', 'no'],
      ['month', 'yes'],
    ])
    const [between] = (await forecast({ ...spec, budget: { perSweepUsd: total!.highUsd * 0.9 } })).caps
    expect(between!.keeps).toBe('maybe')
  })

  test('answers that the cache holds are left out', async () => {
    setPrice()
    const recipe = Recipe.parse(asking(remote))
    const generation = Generation.parse(recipe.generation)
    const { key } = memory.ports.languageModels.open(generation.provider, 'm')
    const request = writeRequest({ recipe }, generation, 'What helps when a valve sticks?', [], '')
    // A call belongs to a run that was there.
    const { runIds, jobId } = memory.engine.experiments.start(
      SweepSpec.parse({ split: 'test', base: { search: { mode: 'fulltext' } } }),
    )
    await memory.engine.jobs.idle()
    book(hashRequest(key, request, null), runIds[0]!, jobId)
    expect((await forecast({ base: asking(remote) })).lines[0]!.calls).toBe(2)
  })

  test('embedding counts the corpus and the questions until they have vectors', async () => {
    const base = { embedding: { kind: 'openai', baseUrl: remote.baseUrl, model: 'e' }, search: { mode: 'vector' } }
    setPrice('e')
    const { lines, total } = await forecast({ base })
    expect(lines).toMatchObject([{ stage: 'embedding', model: 'e', calls: 4 + 3, outputTokens: 0 }])
    expect(total!.middleUsd).toBeCloseTo((lines[0]!.inputTokens * 10) / 1e6, 9)
    memory.engine.experiments.start(SweepSpec.parse({ base, split: 'test' }))
    await memory.engine.jobs.idle()
    expect((await forecast({ base })).total).toEqual({ lowUsd: 0, middleUsd: 0, highUsd: 0 })
    expect((await forecast({ base, split: 'train' })).lines[0]!.calls).toBe(2)
  })

  test('judges and rerankers are counted with their own models', async () => {
    setPrice('judge')
    setPrice('ranker')
    const { lines, hasStandIns } = await forecast({
      base: {
        generation: { model: 'extractive' },
        rerank: { kind: 'model', model: 'ranker', provider: remote },
      },
      evaluators: [
        { kind: 'judge', rubric: 'Right or wrong.', model: 'judge', provider: remote },
        { kind: 'contains' },
      ],
    })
    expect(lines.map(({ stage, model, calls }) => [stage, model, calls])).toEqual([
      ['rerank', 'ranker', 3],
      ['judge', 'judge', 3],
    ])
    expect(hasStandIns).toBe(true)
  })

  test('runs that rerank the same candidates share the cost', async () => {
    const rerank = { kind: 'model', model: 'ranker', provider: remote }
    const base = { rerank, generation: { model: 'm', provider: local } }
    const { lines } = await forecast({ base, grid: { 'generation.model': ['a', 'b'] } })
    expect(lines.map(({ stage, calls }) => [stage, calls])).toEqual([
      ['rerank', 3],
      ['generation', 3],
      ['generation', 3],
    ])
  })

  test('answers are as long as earlier ones of the same model', async () => {
    await using server = await OpenAiServer.start({ answer: () => 'x'.repeat(80) })
    const base = asking({ ...local, baseUrl: server.baseUrl, api: 'chat' })
    memory.engine.experiments.start(SweepSpec.parse({ base, split: 'test' }))
    await memory.engine.jobs.idle()
    const [again] = (await forecast({ base })).lines
    expect(again).toMatchObject({ calls: 0, outputTokens: 0 })
    const [other] = (await forecast({ base, split: 'train' })).lines
    expect(other).toMatchObject({ calls: 2, outputTokens: 2 * 20, outputFrom: 'earlier' })
  })

  test('what starting would refuse is refused here', async () => {
    await expect(
      forecast({ base: { ...asking(local), prompt: { examples: { kind: 'random', split: 'none' } } } }),
    ).rejects.toThrow(/no example with an answer/u)
  })
})

function book(requestHash: string, runId: RunId, jobId: JobId): void {
  const { calls } = memory.ports.store
  const use = { runId, stage: 'generation' as const, queryId: 'q2', repetition: 0, part: '' }
  const at = '2026-01-01T00:00:00.000Z'
  const number = calls.begin({ requestHash, lane: 'l', model: 'm', use, jobId, reservedUsd: 0, sentAt: at })
  calls.confirm(number, { reply: {}, usage: null, costUsd: 0, latencyMs: 1 }, at)
}
