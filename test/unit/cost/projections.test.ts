import { expect, test } from 'vitest'
import { costPer1kQueries } from '../../../main/engine/cost/cost-per-1k-queries.ts'
import { monthlyProjection } from '../../../main/engine/cost/monthly-projection.ts'
import { splitCosts } from '../../../main/engine/cost/split-costs.ts'
import { storageCostPerMonth } from '../../../main/engine/cost/storage-cost-per-month.ts'
import type { LedgerLine } from '../../../shared/domain/ledger.ts'
import { StoragePrice } from '../../../shared/domain/storage-price.ts'

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

test('monthly cost is running × volume, what is paid anyway, and the share of the set-up', () => {
  const costs = { per1kQueriesUsd: 2, queriesPerMonth: 50_000, fixedPerMonthUsd: 10, setupUsd: 60, setupMonths: 6 }
  expect(monthlyProjection(costs)).toEqual({
    runningUsd: 110,
    setupShareUsd: 10,
    totalUsd: 120,
    runningPer1kQueriesUsd: 2.2,
  })
  expect(monthlyProjection({ ...costs, setupUsd: null })).toMatchObject({ runningUsd: 110, totalUsd: null })
  expect(monthlyProjection({ ...costs, queriesPerMonth: 0 })).toMatchObject({
    totalUsd: 20,
    runningPer1kQueriesUsd: null,
  })
})

test('costs are split by what they are for; one that is not known leaves the others', () => {
  const lines = [line('embedding', 1), line('rerank', 2), line('generation', 4), line('judge', null)]
  expect(splitCosts(lines)).toEqual({ setupUsd: 1, runningUsd: 6, measuringUsd: null })
})

test('storage costs nothing until the user enters a price, and says where it comes from', () => {
  expect(storageCostPerMonth(2.5e9, StoragePrice.parse({}))).toEqual({ usd: 0, source: 'local' })
  expect(storageCostPerMonth(2.5e9, { usdPerGigabyteMonth: 0.2 })).toEqual({ usd: 0.5, source: 'your entry' })
})
