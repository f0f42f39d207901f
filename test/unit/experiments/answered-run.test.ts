import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunId } from '../../../shared/domain/ids.ts'
import { ServingSettings } from '../../../shared/domain/monthly-cost.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { QueryListing } from '../../../shared/domain/results.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { smallDataset } from '../../support/small-dataset.ts'

let memory: MemoryEngine
let runId: RunId

beforeAll(async () => {
  memory = await openFilledEngine('small', smallDataset)
  const { engine } = memory
  const base = { embedding: { kind: 'none' }, search: { mode: 'fulltext' }, generation: { model: 'extractive' } }
  runId = engine.experiments.start(SweepSpec.parse({ base })).runIds[0]!
  await engine.jobs.idle()
})
afterAll(() => memory[Symbol.asyncDispose]())

describe('a run answered by the built-in reader', () => {
  test('has one answer for each question, with the sources it cites among those that were sent', () => {
    const { results } = memory.engine
    const detail = results.run(runId)
    expect(detail.run).toMatchObject({ status: 'finished', error: null })
    expect(detail.answeredExamples).toBe(5)
    expect(detail.ledger).toEqual([])
    for (const queryId of ['q1', 'q2', 'q3', 'q4', 'q5']) {
      const { generated, ranked } = results.query(runId, queryId, 20, [])
      expect(generated).toHaveLength(1)
      const [answer] = generated
      expect(answer).toMatchObject({ repetition: 0, failure: null, cached: false, costUsd: 0, brokenCitations: 0 })
      expect(answer!.passages.length).toBeGreaterThan(0)
      expect(answer!.passages.length).toBeLessThanOrEqual(Math.min(8, ranked))
      expect(Math.max(...answer!.citations, 0)).toBeLessThanOrEqual(answer!.passages.length)
    }
  })

  test('lists the beginning of each answer beside its question', () => {
    const { rows } = memory.engine.results.queries(QueryListing.parse({ runId }), { offset: 0, limit: 10, metrics: [] })
    expect(rows.map(({ answer }) => answer)).not.toContain(null)
  })

  test('costs nothing, which is known and not missing', async () => {
    const wanted = ['costUsd.per1k', 'costUsd.spent', 'latencyMs.generate.p50', 'latencyMs.total.p50', 'abstained']
    const { runs } = await memory.engine.experiments.compare([runId], undefined, wanted)
    const values = new Map(runs[0]!.metrics.map(({ metric, value, n }) => [metric, { value, n }]))
    expect(values.get('costUsd.per1k')).toEqual({ value: 0, n: 5 })
    expect(values.get('costUsd.spent')).toEqual({ value: 0, n: 1 })
    expect(values.get('latencyMs.generate.p50')!.n).toBe(5)
    expect(values.get('latencyMs.total.p50')!.n).toBe(5)
    expect(values.get('abstained')!.n).toBe(5)
  })

  test('has no score against references that are not there', async () => {
    const { runs } = await memory.engine.experiments.compare([runId], undefined, ['exactMatch', 'tokenF1'])
    expect(runs[0]!.metrics).toEqual([])
  })
})

test('the monthly cost of a run rests on the entries of the user, which are kept', () => {
  const { money, results } = memory.engine
  const cost = results.monthlyCost(runId)
  expect(cost).toMatchObject({ serving: { queriesPerMonth: 10_000, setupMonths: 12 }, per1kQueriesUsd: 0, totalUsd: 0 })
  const bytes = results.run(runId).run.provenance.indexBytes!
  const serving = money.setServing(
    ServingSettings.parse({ queriesPerMonth: 500, setupMonths: 6, storageUsdPerGigabyteMonth: 1_000_000 }),
  )
  const after = results.monthlyCost(runId)
  expect(after.serving).toEqual(serving)
  expect(after.storageUsd).toBeCloseTo((bytes / 1e9) * 1_000_000, 9)
  expect(after.totalUsd).toBe(after.storageUsd)
})
