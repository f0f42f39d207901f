import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { MonitorTerms } from '../../../shared/domain/monitor.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { type FileContents, jsonl } from '../../support/parse-files.ts'

const questions = Array.from({ length: 30 }, (_, index) => index)
const contents: FileContents = {
  'corpus.jsonl': jsonl([{ _id: 'd', title: 'Numbers', text: 'Every number has a double.' }]),
  'queries.jsonl': jsonl(questions.map((index) => ({ _id: `q${index}`, text: `What is twice ${index}?` }))),
  'answers.jsonl': jsonl(questions.map((index) => ({ _id: `q${index}`, answers: [String(2 * index)] }))),
  'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...questions.map((index) => `q${index}\td\t1`), ''].join('\n'),
}
const price = { inputUsdPerMillionTokens: 10, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 10 }
const hour = 3_600_000

let dataset: Record<string, FileContents[string]>
let memory: MemoryEngine
let server: OpenAiServer
let runId: RunId
/** What the model answers to "twice n". */
let answer: (n: number) => string

beforeEach(async () => {
  answer = (n) => String(2 * n)
  server = await OpenAiServer.start({
    answer: ({ messages }) => answer(Number(/twice (\d+)/.exec(JSON.stringify(messages))![1])),
  })
  dataset = { ...contents }
  memory = await openFilledEngine('numbers', dataset)
  const { engine } = memory
  engine.money.setPrice({ baseUrl: server.baseUrl, model: 'doubler', price })
  const provider = { kind: 'openai', baseUrl: server.baseUrl, secretName: null, api: 'chat' }
  const base = { rung: 'prompt', generation: { model: 'doubler', provider } }
  runId = engine.experiments.start(SweepSpec.parse({ base })).runIds[0]!
  await engine.jobs.idle()
  expect(engine.results.run(runId).run).toMatchObject({ status: 'finished', error: null })
})
afterEach(async () => {
  await memory[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** Times on a machine that does other things, too, decide nothing here. */
const terms = (changes: object = {}) =>
  MonitorTerms.parse({ metric: 'exactMatch', everyHours: 6, leastLatencyRise: 100, ...changes })
const add = (changes: object = {}) => memory.engine.monitors.add({ name: 'Doubler', runId, terms: terms(changes) })
const state = async () => (await memory.engine.monitors.list())[0]!
async function replay() {
  const { monitors, jobs } = memory.engine
  monitors.replay(monitors.find('Doubler').monitorId)
  await jobs.idle()
  return (await state()).replays.at(-1)!
}
const states = ({ checks }: Awaited<ReturnType<typeof replay>>) =>
  Object.fromEntries(checks.map((check) => [check.kind, check.state]))

describe('a monitor', () => {
  test('asks anew, and finds no drift where nothing changed', async () => {
    add()
    const before = server.charged.length
    const found = await replay()
    expect(server.charged.length).toBe(before + questions.length)
    expect(found.verdict).toBe('ok')
    expect(states(found)).toMatchObject({ quality: 'ok', refusals: 'ok', cost: 'ok' })
    const quality = found.checks.find(({ kind }) => kind === 'quality')!
    expect(quality).toMatchObject({ pinned: 1, value: 1, change: 0, n: questions.length })
  })

  test('finds worse answers, refusals and dearer answers, each with its interval', async () => {
    add()
    answer = (n) =>
      n % 3 === 0 ? 'not found' : n % 3 === 1 ? String(2 * n) : `It is ${3 * n}. ${'Let me explain. '.repeat(40)}`
    const found = await replay()
    expect(found.verdict).toBe('drift')
    expect(states(found)).toMatchObject({ quality: 'drift', refusals: 'drift', cost: 'drift' })
    const quality = found.checks.find(({ kind }) => kind === 'quality')!
    expect(quality.value).toBeCloseTo(10 / 30, 12)
    expect(quality.change).toBeCloseTo(-20 / 30, 12)
    expect(quality.ciHigh).toBeLessThan(0)
    const refusals = found.checks.find(({ kind }) => kind === 'refusals')!
    expect(refusals.value).toBeCloseTo(10 / 30, 12)
  })

  test('one worse answer is something to watch, not drift', async () => {
    add()
    answer = (n) => (n === 7 ? 'thirteen' : String(2 * n))
    const found = await replay()
    expect(states(found).quality).toBe('watch')
    expect(found.verdict).toBe('watch')
  })

  test('its replays are no evidence for verdicts and gates, and stay as runs when it is removed', async () => {
    const { monitorId } = add()
    const { runId: replayed } = await replay()
    const { store } = memory.ports
    const { evalSetId, split } = store.runs.run(runId)!
    expect(store.runs.finishedRuns(evalSetId, split)).toEqual([runId])
    expect(memory.engine.monitors.remove(monitorId)).toBe(true)
    expect(store.runs.run(replayed)).not.toBeNull()
    expect(await memory.engine.monitors.list()).toEqual([])
  })

  test('is due at once, then after its hours; paused it never is', async () => {
    const { monitorId } = add()
    const { monitors } = memory.engine
    expect(monitors.due().map(({ name }) => name)).toEqual(['Doubler'])
    await replay()
    expect(monitors.due()).toEqual([])
    memory.clock.advance(6 * hour)
    expect(monitors.due()).toHaveLength(1)
    monitors.edit(monitorId, { isPaused: true })
    expect(monitors.due()).toEqual([])
    expect((await state()).nextAt).toBeNull()
  })

  test('watched, is replayed once for all that was missed', async () => {
    add()
    const { monitors, jobs } = memory.engine
    memory.clock.advance(100 * hour)
    monitors.watch((sentence) => expect.unreachable(sentence))
    await jobs.idle()
    expect((await state()).replays).toHaveLength(1)
    await monitors.stop()
  })

  test('a replay is refused while one runs, without a scored measure, and when the pinned run is gone', async () => {
    expect(() => add({ metric: 'ndcg@10' })).toThrow(/has no scores of "ndcg@10"/)
    const { monitorId } = add()
    expect(() => add()).toThrow(/There is a monitor "Doubler" already/)
    const { monitors, jobs, experiments } = memory.engine
    monitors.replay(monitorId)
    expect(() => monitors.replay(monitorId)).toThrow(/is under way/)
    await jobs.idle()
    experiments.delete([runId])
    expect(() => monitors.replay(monitorId)).toThrow(/was deleted/)
    expect(await state()).toMatchObject({ pinnedRun: null, nextAt: null })
  })

  test('a replay of other questions is not as pinned: it cannot be held against the pinned run', async () => {
    add()
    dataset['answers.jsonl'] = jsonl(questions.map((index) => ({ _id: `q${index}`, answers: [`about ${2 * index}`] })))
    memory.engine.datasets.import({ paths: ['numbers'], mapping: {}, dryRun: false })
    await memory.engine.jobs.idle()
    const found = await replay()
    expect(found.verdict).toBe('unknown')
    expect(found.checks.find(({ kind }) => kind === 'quality')).toMatchObject({
      ...{ state: 'unknown', reason: expect.stringContaining('changed since the run was pinned') },
    })
  })

  test('a replay that Rungs left behind counts as stopped, and the next one is due at its time', async () => {
    const { monitorId } = add()
    const { monitors, jobs } = memory.engine
    const { store } = memory.ports
    const { runId: replayed, jobId } = monitors.replay(monitorId)
    await jobs.idle()
    // As a killed process leaves them.
    store.runs.setStatus(replayed, 'running', '2026-01-01T00:00:00.000Z')
    store.jobs.setStatus(jobId, 'interrupted', '2026-01-01T00:00:00.000Z')
    const { replays, nextAt } = await state()
    expect(replays.at(-1)).toMatchObject({ verdict: 'failed', error: expect.stringContaining('can be resumed') })
    expect(nextAt).toBe('2026-01-01T06:00:00.000Z')
    expect(monitors.replay(monitorId).runId).not.toBe(replayed)
    await jobs.idle()
  })

  test('says why a replay that is due cannot be started, until it can', async () => {
    const { monitorId } = add()
    const { monitors, jobs } = memory.engine
    vi.spyOn(memory.ports.store, 'transaction').mockImplementationOnce(() => {
      throw new AppError('DISK_FULL', 'The disk is full.')
    })
    const told: string[] = []
    monitors.watch((sentence) => told.push(sentence))
    await monitors.stop()
    expect((await state()).trouble).toBe('The disk is full.')
    expect(told).toEqual(['Doubler was not replayed: The disk is full.'])
    monitors.replay(monitorId)
    await jobs.idle()
    expect((await state()).trouble).toBeNull()
  })

  test('a cap holds, and a replay that it stopped is said to have failed', async () => {
    add({ capUsd: 0.000001 })
    const found = await replay()
    expect(found).toMatchObject({ verdict: 'failed', checks: [] })
    expect(found.error).toMatch(/cap/)
  })
})
