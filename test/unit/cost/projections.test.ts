import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costPer1kQueries } from '../../../main/engine/cost/cost-per-1k-queries.ts'
import { monthlyCost } from '../../../main/engine/cost/monthly-cost.ts'
import { splitCosts } from '../../../main/engine/cost/split-costs.ts'
import type { LedgerLine } from '../../../shared/domain/ledger.ts'
import { ServingSettings } from '../../../shared/domain/monthly-cost.ts'

const line = (stage: LedgerLine['stage'], costUsd: number | null): LedgerLine => ({
  stage,
  model: 'model',
  calls: 1,
  cachedCalls: 0,
  unconfirmedCalls: 0,
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1 },
  costUsd,
  spentUsd: costUsd,
  unconfirmedUsd: 0,
})

test('cost per 1,000 queries is null when nothing was asked or the cost is not known', () => {
  expect(costPer1kQueries(0.5, 250)).toBe(2)
  expect(costPer1kQueries(0, 0)).toBeNull()
  expect(costPer1kQueries(null, 10)).toBeNull()
})

test('monthly cost is running × volume, storage, and the share of the set-up', () => {
  const costs = { per1kQueriesUsd: 2, setupUsd: 60, indexBytes: 2.5e9 }
  const serving = ServingSettings.parse({ queriesPerMonth: 50_000, setupMonths: 6, storageUsdPerGigabyteMonth: 0.2 })
  expect(monthlyCost(costs, serving)).toEqual({
    serving,
    per1kQueriesUsd: 2,
    answeringUsd: 100,
    storageUsd: 0.5,
    setupShareUsd: 10,
    trainingShareUsd: 0,
    hostingUsd: 0,
    trainingIsEstimate: false,
    totalUsd: 110.5,
  })
  expect(monthlyCost({ ...costs, setupUsd: null }, serving)).toMatchObject({ answeringUsd: 100, totalUsd: null })
  expect(monthlyCost({ ...costs, per1kQueriesUsd: null }, serving)).toMatchObject({ setupShareUsd: 10, totalUsd: null })
})

test('monthly cost never falls with the volume, and rises by the running cost alone', () => {
  const usd = fc.double({ min: 0, max: 1000, noNaN: true })
  fc.assert(
    fc.property(
      usd,
      usd,
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: 0, max: 1e6 }),
      (per1k, setup, volume, more) => {
        const costs = { per1kQueriesUsd: per1k, setupUsd: setup, indexBytes: 1e9 }
        const at = (queriesPerMonth: number) => monthlyCost(costs, ServingSettings.parse({ queriesPerMonth })).totalUsd!
        expect(at(volume + more) - at(volume)).toBeCloseTo((per1k * more) / 1000, 2)
      },
    ),
  )
})

test('costs are split by what they are for; one that is not known leaves the others', () => {
  const lines = [line('embedding', 1), line('rerank', 2), line('generation', 4), line('judge', null)]
  expect(splitCosts(lines)).toEqual({ setupUsd: 1, runningUsd: 6, measuringUsd: null })
})
