import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import { breakEven } from '../../../shared/domain/break-even.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'
import type { Rung } from '../../../shared/domain/rung.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'
import { smallDataset } from '../../support/small-dataset.ts'

const metric = 'tokenF1'
const questions = 240

describe('ladder report', () => {
  let memory: MemoryEngine
  let client: ReturnType<typeof createInProcessClient>
  let template: RunId

  beforeEach(async () => {
    memory = await openMemoryEngine({ small: smallDataset })
    client = createInProcessClient(memory.engine)
    await client.datasets.import({ paths: ['small'] })
    await memory.engine.jobs.idle()
    const [evalSet] = (await client.datasets.list()).evalSets
    template = fillWithRuns(memory.ports.store, evalSet!, 1)[0]!
    memory.ports.store.runs.setScores(template, new Map())
  })
  afterEach(() => memory.engine.close())

  /** A finished run with scores around a mean; the noise is the question's own and the run's. */
  function addRun(rung: Rung, name: string, mean: number, per1kUsd: number | null, spread = 0.05): RunId {
    const { runs } = memory.ports.store
    const runId = name as RunId
    const recipe = Recipe.parse({
      rung,
      generation: { model: 'm', provider: { kind: 'openai', baseUrl: 'https://api.openai.com/v1' } },
    })
    runs.addRuns([{ ...runs.run(template)!, runId, name, recipe, recipeHash: name, queries: questions }])
    const shared = createRandom(3)
    const own = createRandom(mean * 1000 + name.length)
    const scores = Float64Array.from(
      { length: questions },
      () => mean + 0.3 * (shared() - 0.5) + spread * (own() - 0.5),
    )
    runs.setScores(runId, new Map([[metric, scores]]))
    runs.setValues(
      runId,
      new Map([
        ['costUsd.setup', { value: 0, n: 1 }],
        ['latencyMs.total.p95', { value: 500, n: 50 }],
        ...(per1kUsd === null ? [] : [['costUsd.per1k', { value: per1kUsd, n: questions }] as const]),
      ]),
    )
    runs.setStatus(runId, 'finished', '2026-01-02T00:00:00.000Z')
    return runId
  }

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

  test('advice names the reasons that most wrong answers share, with counts and the run', async () => {
    const rag = addRun('rag', 'rag', 0.7, 2)
    memory.ports.store.answers.setTriage(
      rag,
      new Map([...Array(6).keys()].map((index) => [`q${index}`, index < 5 ? 'notRetrieved' : 'format'])),
    )
    const report = (await client.decisions.ladder({ metric }))!
    expect(report.advice).toMatchObject([
      { runId: 'rag', triage: 'notRetrieved', count: 5, wrong: 6, examples: questions },
    ])
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
