import { afterAll, beforeAll, expect, test } from 'vitest'
import { pairwiseVerdict } from '../../../main/engine/generation/pairwise-verdict.ts'
import { wilsonInterval } from '../../../main/engine/statistics/wilson-interval.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { PairwiseRequest } from '../../../shared/domain/pairwise.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { answeredDataset } from '../../support/answered-dataset.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

let memory: MemoryEngine
let server: OpenAiServer
let baseline: RunId
let runId: RunId
/** On q1 the longer answer is better, on q2 the shorter, on q3 whichever stands first. */
const decide = (text: string): string => {
  const firstIsLong = text.indexOf('long answer') < text.indexOf('brief')
  if (text.includes('hub')) return firstIsLong ? 'first' : 'second'
  if (text.includes('valve')) return firstIsLong ? 'second' : 'first'
  return 'first'
}

beforeAll(async () => {
  server = await OpenAiServer.start({
    answer: (question) => {
      if (question.jsonSchema === null) return question.model === 'long' ? 'a long answer' : 'brief'
      return JSON.stringify({ reason: 'So it is.', better: decide(JSON.stringify(question).toLowerCase()) })
    },
  })
  memory = await openFilledEngine('small', answeredDataset)
  const { engine } = memory
  const price = { inputUsdPerMillionTokens: 10, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 10 }
  engine.money.setPrice({ baseUrl: server.baseUrl, model: 'judge', price })
  const base = { rung: 'prompt', generation: { provider: provider() } }
  const grid = { 'generation.model': ['brief', 'long'] }
  const spec = SweepSpec.parse({ name: 'two', base, grid, split: 'test' })
  ;[baseline, runId] = engine.experiments.start(spec).runIds as [RunId, RunId]
  await engine.jobs.idle()
})
afterAll(async () => {
  await memory[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const provider = () => ({ kind: 'openai', baseUrl: server.baseUrl, secretName: null, api: 'chat' })
async function judgePairs(changes: object = {}) {
  const { engine } = memory
  const judge = { rubric: 'Better is better.', model: 'judge', provider: provider(), maxOutputTokens: 100 }
  const { jobId } = engine.experiments.judgePairs(PairwiseRequest.parse({ baseline, runId, judge, ...changes }))
  await engine.jobs.idle()
  return engine.jobs.snapshot(jobId)
}

test('a cap stops it with what it has, and it goes on from there', async () => {
  const { engine } = memory
  const job = await judgePairs({ budget: { perRunUsd: null, perSweepUsd: 0.011 } })
  expect(job).toMatchObject({ status: 'failed', errorCode: 'BUDGET_REACHED' })
  expect(engine.experiments.pairwise(baseline, runId).jobId).toBe(job.jobId)
  engine.experiments.setBudget(job.jobId, { perSweepUsd: null })
  engine.jobs.start(job.jobId)
  await engine.jobs.idle()
  expect(engine.jobs.snapshot(job.jobId).status).toBe('finished')
})

test('a win counts only when both orders agree; the place alone is a tie and is counted', () => {
  const { results, jobId } = memory.engine.experiments.pairwise(baseline, runId)
  expect(jobId).toBeNull()
  const [ciLow, ciHigh] = wilsonInterval(1, 2)!
  expect(results).toEqual([
    expect.objectContaining({ n: 3, wins: 1, ties: 1, losses: 1, unread: 0, share: 0.5, ciLow, ciHigh }),
  ])
  expect(results[0]!.positionBias).toBeCloseTo(1 / 3, 12)
  const line = memory.engine.results.run(runId).ledger.find(({ stage }) => stage === 'judge')!
  expect(line).toMatchObject({ model: 'judge', calls: 6, unconfirmedCalls: 0 })
  const { evaluations } = memory.engine.results.query(runId, 'q1', 1, [])
  expect(evaluations).toMatchObject(
    [{ measure: results[0]!.measure, score: 1, reason: /both orders/ }].map(({ reason: _, ...one }) => one),
  )
})

test('again asks nothing new; another rubric is another version beside it', async () => {
  const asked = () => server.charged.length
  const before = asked()
  await judgePairs()
  expect(asked()).toBe(before)
  const rubric = { rubric: 'Otherwise.', model: 'judge', provider: provider(), maxOutputTokens: 100 }
  await judgePairs({ judge: rubric })
  expect(asked()).toBe(before + 6)
  expect(memory.engine.experiments.pairwise(baseline, runId).results).toHaveLength(2)
  await expect(judgePairs({ baseline: runId })).rejects.toThrow(/same questions/)
})

test('swapping the two runs turns wins into losses, whatever the replies', () => {
  const all = ['first', 'second', 'same'] as const
  const mirrored = { first: 'second', second: 'first', same: 'same' } as const
  for (const one of all) {
    for (const two of all) {
      const reply = (better: (typeof all)[number]) => ({ better, reason: '' })
      const own = pairwiseVerdict(reply(one), reply(two)).score!
      expect(pairwiseVerdict(reply(two), reply(one)).score! + own).toBe(1)
      expect(pairwiseVerdict(reply(mirrored[one]), reply(mirrored[two])).score! + own).toBe(1)
    }
  }
  expect(pairwiseVerdict(null, { better: 'first', reason: '' }).score).toBeNull()
})
