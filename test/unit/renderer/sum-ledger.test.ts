import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumLedger } from '../../../renderer/features/run/sum-ledger.ts'
import type { LedgerLine } from '../../../shared/domain/ledger.ts'

const line = (changes: Partial<LedgerLine> = {}): LedgerLine => ({
  ...{ stage: 'generation', model: 'm', calls: 3, cachedCalls: 1, unconfirmedCalls: 1, unconfirmedUsd: 0.5 },
  usage: { inputTokens: 10, cachedInputTokens: 2, outputTokens: 4 },
  costUsd: 1,
  spentUsd: 0.75,
  ...changes,
})

describe('sumLedger', () => {
  test('adds calls, tokens and money of all lines', () => {
    expect(sumLedger([line(), line({ stage: 'judge', calls: 1, costUsd: 2 })])).toEqual({
      ...{ calls: 4, cachedCalls: 2, unconfirmedCalls: 2, unconfirmedUsd: 1, costUsd: 3, spentUsd: 1.5 },
      usage: { inputTokens: 20, cachedInputTokens: 4, outputTokens: 8 },
    })
  })

  test('law: one price that is not known makes the sum not known, never smaller', () => {
    const cost = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null })
    fc.assert(
      fc.property(fc.array(cost, { minLength: 1 }), (costs) => {
        const { costUsd } = sumLedger(costs.map((costUsd) => line({ costUsd })))
        const known = costs.filter((usd) => usd !== null)
        expect(costUsd).toBe(known.length < costs.length ? null : known.reduce((sum, usd) => sum + usd, 0))
      }),
    )
  })
})
