import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { breakEven } from '../../../shared/domain/break-even.ts'
import type { Rung } from '../../../shared/domain/rung.ts'
import {
  type LadderWorkspace,
  ladderMetric,
  ladderQuestions,
  openLadderWorkspace,
} from '../../support/ladder-workspace.ts'

const metric = ladderMetric
const questions = ladderQuestions

describe('ladder report', () => {
  let workspace: LadderWorkspace
  let client: LadderWorkspace['client']

  beforeEach(async () => {
    workspace = await openLadderWorkspace()
    client = workspace.client
  })
  afterEach(() => workspace[Symbol.asyncDispose]())

  const addRun = (rung: Rung, name: string, mean: number, per1kUsd: number | null, spread = 0.05) =>
    workspace.addRun(rung, name, mean, { per1kUsd, spread })

  test('climbs where the gain matters, stays where it does not, and says what share of the best at what cost', async () => {
    addRun('prompt', 'prompt', 0.5, 1)
    addRun('rag', 'rag-a', 0.7, 2)
    addRun('rag', 'rag-b', 0.6, 1.5)
    addRun('hybrid', 'hybrid', 0.705, 20)
    const report = (await client.decisions.ladder({ metric, queriesPerMonth: 40_000 }))!
    expect(report.steps.map(({ fromRung, toRung, verdict }) => [fromRung, toRung, verdict])).toEqual([
      ['prompt', 'rag', 'climb'],
      ['rag', 'finetune', 'evidenceMissing'],
      ['rag', 'hybrid', 'stay'],
    ])
    expect(report).toMatchObject({ standOn: 'rag', verdict: 'stay', queriesPerMonth: 40_000 })
    expect(report.headline).toMatch(/^Stop here: RAG reaches (99|100)% of the best score$/)
    expect(report.detail).toMatch(/n = 240, picked from 2/)
    expect(report.steps[1]!.sentence).toBe('Evidence missing: Fine-tune has no finished run on these questions.')
    // The hybrid's training was never priced, so what it costs a month is not known: it is not at $0.
    const hybrid = report.runs.find(({ runId }) => runId === 'hybrid')!
    expect(hybrid).toMatchObject({ monthlyUsd: null, onFrontier: false, isBestOfRung: true })
    const points = report.runs.filter(({ onFrontier }) => onFrontier)
    expect(points.map(({ runId, monthlyUsd }) => [runId, monthlyUsd]).sort()).toEqual([
      ['prompt', 40],
      ['rag-a', 80],
      ['rag-b', 60],
    ])
  })

  test('a rung that is not worth it is stepped over: the next one is held against the rung below', async () => {
    addRun('prompt', 'prompt', 0.5, 1)
    addRun('rag', 'rag', 0.7, 2)
    addRun('finetune', 'tuned', 0.55, 1)
    addRun('hybrid', 'hybrid', 0.8, 3)
    const report = (await client.decisions.ladder({ metric }))!
    expect(report.steps.map(({ fromRung, toRung, verdict }) => [fromRung, toRung, verdict])).toEqual([
      ['prompt', 'rag', 'climb'],
      ['rag', 'finetune', 'stay'],
      ['rag', 'hybrid', 'climb'],
    ])
    expect(report).toMatchObject({ standOn: 'hybrid', verdict: 'climb' })
  })

  test('says how many questions are missing where the difference is within the noise', async () => {
    addRun('prompt', 'prompt', 0.5, 1, 0.6)
    addRun('rag', 'rag', 0.52, 2, 0.6)
    const report = (await client.decisions.ladder({ metric }))!
    expect(report.verdict).toBe('notDecisive')
    expect(report.headline).toMatch(/^Not decisive: (about [\d,]+ more labelled questions|these questions cannot)/)
  })

  test('limits take runs out of the choice and are said to be broken', async () => {
    addRun('prompt', 'prompt', 0.5, 1)
    addRun('rag', 'rag', 0.7, 2)
    const report = (await client.decisions.ladder({ metric, queriesPerMonth: 10_000, terms: { maxMonthlyUsd: 15 } }))!
    expect(report.rungs.map(({ missing }) => missing)).toEqual([null, 'overBudget', 'noRuns', 'noRuns'])
    expect(report.runs.find(({ runId }) => runId === 'rag')!.breaks).toEqual(['budget'])
    expect(report.headline).toBe('Evidence missing: only Prompt can be judged so far')
  })

  test('holds latency and quality against each other as well, and takes the figure that the gates take', async () => {
    workspace.addRun('prompt', 'prompt', 0.5, { p95Ms: 400 })
    workspace.addRun('rag', 'rag-slow', 0.6, { p95Ms: 900 })
    workspace.addRun('rag', 'rag-fast', 0.7, { p95Ms: 800 })
    const report = (await client.decisions.ladder({ metric, terms: { maxLatencyP95Ms: 850 } }))!
    const run = (name: string) => report.runs.find(({ runId }) => runId === name)!
    expect(run('prompt')).toMatchObject({ latencyP95Ms: { value: 400 }, onLatencyFrontier: true, breaks: [] })
    expect(run('rag-fast')).toMatchObject({ onLatencyFrontier: true, breaks: [] })
    expect(run('rag-slow')).toMatchObject({ onLatencyFrontier: false, breaks: ['latency'] })
    expect(report.rungs[1]!.eligibleRunIds).toEqual(['rag-fast'])
  })

  test('what a gain is worth is held against all that a month costs, not against answering alone', async () => {
    workspace.addRun('prompt', 'prompt', 0.5, { per1kUsd: 1 })
    // 0.2 of score is worth $10 per 1,000 queries; answering costs $1 more, set-up $1,000 a month.
    workspace.addRun('rag', 'rag', 0.7, { per1kUsd: 2, setupUsd: 12_000 })
    const worthOfGain = { gain: 0.1, usdPer1kQueries: 5 }
    const stepAt = async (queriesPerMonth: number) =>
      (await client.decisions.ladder({ metric, queriesPerMonth, terms: { worthOfGain } }))!
    const few = await stepAt(10_000)
    expect(few.steps[0]).toMatchObject({ verdict: 'stay' })
    expect(few.steps[0]!.extraCostPer1kUsd).toBeCloseTo(101, 9)
    expect(few.headline).toMatch(/^Stop here: Prompt reaches 7\d% of the best score at 1% of its cost$/)
    const many = await stepAt(1_000_000)
    expect(many.steps[0]).toMatchObject({ verdict: 'climb' })
    expect(many.headline).toBe('Climb to RAG: its gain is worth more than it costs')
  })

  test('says why it is not decisive where the interval alone would be', async () => {
    // The best of five runs that are alike is not known for sure.
    for (const name of ['a', 'b', 'c', 'd', 'e']) workspace.addRun('prompt', `prompt-${name}`, 0.5, { spread: 0.9 })
    workspace.addRun('rag', 'rag', 0.62, { spread: 0.9 })
    const { steps } = (await client.decisions.ladder({ metric }))!
    for (const { verdict, difference, sentence } of steps) {
      const isDoubted = verdict === 'notDecisive' && difference!.low > 0.02
      expect(sentence.includes("which of Prompt's 5 runs is the best is not sure")).toBe(isDoubted)
    }
  })

  test('advice names the reasons that most wrong answers share, with counts and the run', async () => {
    const rag = addRun('rag', 'rag', 0.7, 2)
    workspace.memory.ports.store.answers.setTriage(
      rag,
      new Map([...Array(6).keys()].map((index) => [`q${index}`, index < 5 ? 'notRetrieved' : 'format'])),
    )
    const report = (await client.decisions.ladder({ metric }))!
    expect(report.advice).toMatchObject([
      { runId: 'rag', basis: 'answers', triage: 'notRetrieved', count: 5, wrong: 6, examples: questions },
    ])
  })

  test('of a run that answers nothing, its ranking says what to try: what is missed, and what stands too low', async () => {
    const { runs } = workspace.memory.ports.store
    const rag = workspace.addRun('rag', 'rag', 0.7, { recipe: { generation: null } })
    const adviceOn = async (reciprocalRank: (index: number) => number) => {
      const scores = runs.scores(rag, metric)!
      const ranks = Float64Array.from({ length: questions }, (_, index) => reciprocalRank(index))
      runs.setScores(rag, new Map([[metric, scores]]).set('mrr', ranks))
      return (await client.decisions.ladder({ metric }))!.advice
    }
    // Two are missed, four stand at rank 20, one is not judged, all others stand first.
    const advice = await adviceOn((index) => (index < 2 ? 0 : index < 6 ? 1 / 20 : index === 6 ? Number.NaN : 1))
    const found = { runId: 'rag', basis: 'ranking', wrong: 6, examples: questions }
    expect(advice).toMatchObject([
      { ...found, triage: 'rankedLow', count: 4 },
      { ...found, triage: 'notRetrieved', count: 2 },
    ])
    expect(await adviceOn(() => 1 / 10)).toEqual([])
  })

  test('what was asked is kept with the workspace, its volume with the serving settings', async () => {
    addRun('rag', 'rag', 0.7, 2)
    await client.decisions.keepLadder({ metric, queriesPerMonth: 1234, terms: { leastWorthwhileGain: 0.1 } })
    await client.decisions.keepLadder({ terms: { maxLatencyP95Ms: 900 } })
    expect(await client.decisions.ladder()).toMatchObject({
      metric,
      queriesPerMonth: 1234,
      terms: { leastWorthwhileGain: 0.1, maxLatencyP95Ms: 900, maxMonthlyUsd: null },
    })
  })

  test('refuses a measure that has no value for each question', async () => {
    await expect(client.decisions.ladder({ metric: 'costUsd.per1k' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('break-even volume', () => {
  const usd = fc.integer({ min: 0, max: 1000 })
  const line = fc.record({ fixedUsd: usd, per1kQueriesUsd: usd })
  const at = ({ fixedUsd, per1kQueriesUsd }: { fixedUsd: number; per1kQueriesUsd: number }, volume: number) =>
    fixedUsd + (per1kQueriesUsd * volume) / 1000

  test('is where both cost the same; on its side the first is the cheaper', () => {
    fc.assert(
      fc.property(line, line, (first, second) => {
        const found = breakEven(first, second)
        if (found.kind === 'above' || found.kind === 'below') {
          const volume = found.queriesPerMonth
          expect(at(first, volume)).toBeCloseTo(at(second, volume), 6)
          const inside = found.kind === 'above' ? volume * 2 : volume / 2
          expect(at(first, inside)).toBeLessThan(at(second, inside))
          return
        }
        for (const volume of [1, 1e4, 1e8]) {
          const difference = at(first, volume) - at(second, volume)
          if (found.kind === 'always') expect(difference).toBeLessThanOrEqual(0)
          else if (found.kind === 'never') expect(difference).toBeGreaterThanOrEqual(0)
          else expect(difference).toBe(0)
        }
      }),
    )
  })
})
