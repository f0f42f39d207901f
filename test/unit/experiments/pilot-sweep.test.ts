import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

const questions = 60
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const numbers = Array.from({ length: questions }, (_, number) => number)
const dataset = {
  'corpus.jsonl': lines([{ _id: 'd', title: 'Hub', text: 'It holds forty seconds.' }]),
  'queries.jsonl': lines(numbers.map((number) => ({ _id: `q${number}`, text: `How long does hub ${number} hold?` }))),
  'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...numbers.map((number) => `q${number}\td\t1`)].join('\n'),
}

let memory: MemoryEngine
let server: OpenAiServer

beforeEach(async () => {
  server = await OpenAiServer.start({ answer: () => 'It holds for forty seconds.' })
  memory = await openFilledEngine('hubs', dataset)
  memory.engine.money.setPrice({
    baseUrl: server.baseUrl,
    model: 'm',
    price: { inputUsdPerMillionTokens: 10, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 100 },
  })
})
afterEach(async () => {
  await memory[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const specOf = (more: object = {}) => {
  const provider = { kind: 'openai', baseUrl: server.baseUrl, secretName: null, api: 'chat' }
  return SweepSpec.parse({ base: { rung: 'prompt', generation: { model: 'm', provider } }, ...more })
}

describe('a pilot', () => {
  test('is offered at its worst case, narrows the forecast, and its answers serve the run, which pays for none again', async () => {
    const { experiments, jobs } = memory.engine
    const before = await experiments.forecast(specOf())
    expect(before).toMatchObject({ pilot: { questions: 20 }, lines: [{ outputFrom: 'cap', calls: questions }] })

    const pilot = await experiments.pilot(specOf(), before.pilot!.mostUsd)
    expect(pilot).toMatchObject({ answered: 20, failed: 0 })
    expect(pilot.spentUsd).toBeLessThanOrEqual(before.pilot!.mostUsd)
    expect(memory.engine.money.month().confirmedUsd).toBeCloseTo(pilot.spentUsd, 12)
    const after = await experiments.forecast(specOf())
    expect(after).toMatchObject({ pilot: null, lines: [{ outputFrom: 'earlier', calls: questions - 20 }] })
    const width = ({ total }: typeof after) => total!.highUsd - total!.lowUsd
    expect(width(after)).toBeLessThan(width(before) / 4)

    const { runIds, jobId } = experiments.start(specOf())
    await jobs.idle()
    expect(server.charged).toHaveLength(questions)
    const spentUsd = experiments.spending(jobId, runIds[0]!).runUsd!
    expect(Math.abs(after.total!.middleUsd / spentUsd - 1)).toBeLessThan(0.15)
  })

  test('never spends more than it was given, and keeps what it has', async () => {
    const { experiments, money } = memory.engine
    const { pilot } = await experiments.forecast(specOf())
    const mostUsd = pilot!.mostUsd / 15
    await expect(experiments.pilot(specOf(), mostUsd)).rejects.toMatchObject({ code: 'BUDGET_REACHED' })
    expect(money.month().confirmedUsd).toBeGreaterThan(0)
    expect(money.month().confirmedUsd).toBeLessThanOrEqual(mostUsd)
    await expect(experiments.pilot(specOf({ budget: { perSweepUsd: 0.01 } }), pilot!.mostUsd)).rejects.toMatchObject({
      code: 'BUDGET_REACHED',
    })
  })

  test('is not offered, and sends nothing, where the prompts are not known before an index is built', async () => {
    const { experiments } = memory.engine
    const { generation } = specOf().base
    const rag = specOf({ base: { rung: 'rag', search: { mode: 'fulltext' }, generation } })
    expect((await experiments.forecast(rag)).pilot).toBeNull()
    await expect(experiments.pilot(rag, 1)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(server.requests).toHaveLength(0)
  })

  test('of a free model is not offered', async () => {
    memory.engine.money.removePrice(memory.engine.money.ownPrices()[0]!.key)
    expect((await memory.engine.experiments.forecast(specOf())).pilot).toBeNull()
  })
})

describe('spending of a sweep', () => {
  test('says its caps and what counts against them, also after they were changed', async () => {
    const { experiments, jobs } = memory.engine
    const { jobId, runIds } = experiments.start(specOf({ budget: { perRunUsd: 0.06 } }))
    await jobs.idle()
    const stopped = experiments.spending(jobId, runIds[0]!)
    expect(stopped.caps).toEqual({ perRunUsd: 0.06, perSweepUsd: null })
    expect(stopped.runUsd).toBe(stopped.sweepUsd)
    expect(stopped.runUsd).toBeLessThanOrEqual(0.06)
    expect(experiments.runsOfJob(jobId)[0]!.status).toBe('failed')

    experiments.setBudget(jobId, { perRunUsd: null })
    jobs.start(jobId)
    await jobs.idle()
    expect(experiments.runsOfJob(jobId)[0]!.status).toBe('finished')
    expect(experiments.spending(jobId).caps.perRunUsd).toBeNull()
    expect(server.charged).toHaveLength(questions)
  })
})
