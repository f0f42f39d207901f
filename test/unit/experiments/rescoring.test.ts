import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Evaluator } from '../../../shared/domain/evaluator.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { RescoreRequest } from '../../../shared/domain/rescoring.ts'
import { answeredDataset } from '../../support/answered-dataset.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

let memory: MemoryEngine
let server: OpenAiServer
let runId: RunId
/** What the judge replies to each question, by what stands in it. */
let verdict: (question: string) => string
const score = (value: number) => JSON.stringify({ reason: `It is ${value}.`, score: value })
const price = { inputUsdPerMillionTokens: 10, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 10 }

beforeEach(async () => {
  verdict = () => score(0.25)
  server = await OpenAiServer.start({
    answer: (question) => (question.jsonSchema === null ? 'about 7' : verdict(JSON.stringify(question))),
  })
  memory = await openFilledEngine('small', answeredDataset)
  const { engine } = memory
  for (const model of ['answerer', 'judge']) engine.money.setPrice({ baseUrl: server.baseUrl, model, price })
  const base = { rung: 'prompt', generation: { model: 'answerer', provider: provider() } }
  runId = engine.experiments.start(SweepSpec.parse({ base, split: 'test', evaluators: [judge('Be strict.')] }))
    .runIds[0]!
  await engine.jobs.idle()
  expect(engine.results.run(runId).run).toMatchObject({ status: 'finished', error: null })
})
afterEach(async () => {
  await memory[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const provider = () => ({ kind: 'openai', baseUrl: server.baseUrl, secretName: null, api: 'chat' })
const judge = (rubric: string) => ({ kind: 'judge', rubric, model: 'judge', provider: provider() })
const asked = () => server.charged.length
async function rescore(request: Record<string, unknown>) {
  const { engine } = memory
  const { jobId } = engine.experiments.evaluate(RescoreRequest.parse({ runIds: [runId], ...request }))
  await engine.jobs.idle()
  return engine.jobs.snapshot(jobId)
}
const figures = () =>
  new Map(memory.engine.results.run(runId).figures.map(({ metric, value }) => [metric.replace(/#.*/, ''), value]))
const judgeCosts = () => memory.engine.results.run(runId).ledger.find(({ stage }) => stage === 'judge')!

describe('scoring again', () => {
  test('with measures that need no model adds them and asks nobody', async () => {
    const before = asked()
    const job = await rescore({ evaluators: [{ kind: 'contains' }, { kind: 'regex', pattern: '\\d' }] })
    expect(job).toMatchObject({ status: 'finished', kind: 'rescore' })
    expect(asked()).toBe(before)
    expect(figures().get('contains')).toBe(0)
    expect(figures().get('regex.regex')).toBe(1)
    expect(figures().get('judge.quality')).toBe(0.25)
  })

  test('by a changed judge keeps the older scores, generates nothing and books its cost in the run', async () => {
    const before = { asked: asked(), costUsd: judgeCosts().costUsd! }
    verdict = () => score(1)
    await rescore({ evaluators: [judge('Be mild.')] })
    expect(asked()).toBe(before.asked + 3)
    const { scoredMetrics, figures: all } = memory.engine.results.run(runId)
    const judges = scoredMetrics.filter((name) => name.startsWith('judge.'))
    expect(judges).toHaveLength(2)
    expect(judges.map((name) => all.find(({ metric }) => metric === name)!.value).sort()).toEqual([0.25, 1])
    expect(judgeCosts().calls).toBe(6)
    expect(judgeCosts().costUsd).toBeGreaterThan(before.costUsd)
    expect(figures().get('costUsd.judge')).toBeCloseTo(judgeCosts().costUsd!, 12)
  })

  test('by the same judge asks only what could not be read, past the cache, and once a job', async () => {
    verdict = (question) => (question.includes('valve') ? 'no idea' : score(0.5))
    const other = judge('Another.')
    await rescore({ evaluators: [other] })
    const unread = () => memory.engine.results.query(runId, 'q2', 1, []).evaluations.filter((one) => one.score === null)
    expect(unread()).toHaveLength(1)
    const before = asked()
    verdict = () => score(0.75)
    await rescore({ evaluators: [other] })
    expect(asked()).toBe(before + 1)
    expect(unread()).toHaveLength(0)
    await rescore({ evaluators: [other] })
    expect(asked()).toBe(before + 1)
  })

  test('by embedding similarity takes the nearest reference, and asks nobody with the built-in embedder', async () => {
    const before = asked()
    expect(await rescore({ evaluators: [{ kind: 'similarity' }] })).toMatchObject({ status: 'finished', error: null })
    expect(asked()).toBe(before)
    const name = memory.engine.results.run(runId).scoredMetrics.find((metric) => metric.startsWith('similarity#'))
    const { evaluations } = memory.engine.results.query(runId, 'q1', 1, [])
    const own = evaluations.filter(({ measure }) => measure.startsWith('similarity#'))
    expect(own).toHaveLength(1)
    expect(name === undefined || own[0]!.score === null || own[0]!.score >= 0).toBe(true)
    const remote = { kind: 'openai', baseUrl: server.baseUrl, model: 'embedder' }
    await rescore({ evaluators: [{ kind: 'similarity', embedding: remote }] })
    const scores = memory.engine.results
      .query(runId, 'q1', 1, [])
      .evaluations.filter(({ measure }) => measure.startsWith('similarity#'))
    expect(scores).toHaveLength(2)
    const lines = memory.engine.results.run(runId).ledger.filter(({ stage }) => stage === 'judge')
    expect(lines.map(({ model }) => model).sort()).toEqual(['embedder', 'judge'])
  })

  test('stops at its cap with what it has, and goes on from there when the cap is raised', async () => {
    const { engine } = memory
    const before = asked()
    const job = await rescore({ evaluators: [judge('Dear.')], budget: { perRunUsd: null, perSweepUsd: 0.0085 } })
    expect(job).toMatchObject({ status: 'failed', errorCode: 'BUDGET_REACHED' })
    const under = asked() - before
    expect(under).toBeGreaterThan(0)
    expect(under).toBeLessThan(3)
    expect(engine.results.run(runId).run.status).toBe('finished')
    expect(engine.jobs.resumable().map(({ jobId }) => jobId)).toContain(job.jobId)
    engine.experiments.setBudget(job.jobId, { perSweepUsd: 1 })
    engine.jobs.start(job.jobId)
    await engine.jobs.idle()
    expect(engine.jobs.snapshot(job.jobId).status).toBe('finished')
    expect(asked() - before).toBe(3)
  })

  test('interrupted and resumed asks nothing twice', async () => {
    const { engine } = memory
    const before = asked()
    const request = RescoreRequest.parse({ runIds: [runId], evaluators: [judge('Slow.')] })
    const { jobId } = engine.experiments.evaluate(request)
    server.onRequest = () => engine.jobs.cancel(jobId)
    await engine.jobs.idle()
    expect(engine.jobs.snapshot(jobId).status).toBe('cancelled')
    server.onRequest = () => {}
    engine.jobs.start(jobId)
    await engine.jobs.idle()
    expect(engine.jobs.snapshot(jobId).status).toBe('finished')
    expect(judgeCosts().calls - judgeCosts().unconfirmedCalls).toBe(6)
    expect(asked() - before).toBeLessThanOrEqual(3 + judgeCosts().unconfirmedCalls)
  })

  test('refuses a run without answers, one that is not there, and a cap without a known price', async () => {
    const { engine } = memory
    const start = (changes: object) =>
      engine.experiments.evaluate({ runIds: [runId], evaluators: [Evaluator.parse({ kind: 'contains' })], ...changes })
    expect(() => start({ runIds: ['gone'] })).toThrow(/no run "gone"/)
    const remote = { kind: 'openai', baseUrl: 'https://models.example/v1', secretName: null }
    const unknown = Evaluator.parse({ ...judge('x'), model: 'unpriced', provider: remote })
    expect(() => start({ evaluators: [unknown], budget: { perRunUsd: 1, perSweepUsd: null } })).toThrow(/unpriced/)
    const base = { embedding: { kind: 'none' }, search: { mode: 'fulltext' } }
    const [bare] = engine.experiments.start(SweepSpec.parse({ base, split: 'test' })).runIds
    await engine.jobs.idle()
    expect(() => start({ runIds: [bare] })).toThrow(/no answers/)
  })
})

test('a rating far above the latest judge makes its wrong answer a judge error, and taking it back undoes that', async () => {
  const { engine } = memory
  await rescore({ evaluators: [judge('Be mild.')] })
  const triage = () => engine.results.query(runId, 'q1', 1, []).triage
  const before = triage()
  expect(before).not.toBe('judgeError')
  engine.ratings.overrule({ runId, queryId: 'q1', repetition: 0 })
  expect(triage()).toBe('judgeError')
  expect(engine.results.run(runId).triage.judgeError).toBe(1)
  const checks = engine.results.run(runId).judgeChecks
  expect(checks.map(({ rated, kappa }) => [rated, kappa])).toEqual([
    [1, null],
    [1, null],
  ])
  expect(engine.results.query(runId, 'q1', 1, []).ratings).toMatchObject([{ repetition: 0, score: 1 }])
  engine.ratings.setRating({ runId, queryId: 'q1', repetition: 0 }, null)
  expect(triage()).toBe(before)
  expect(engine.results.query(runId, 'q1', 1, []).ratings).toEqual([])
})
