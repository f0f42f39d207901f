import { describe, expect, test } from 'vitest'
import { type ForecastItem, forecastRun } from '../../../main/engine/cost/forecast-run.ts'
import { studentT95 } from '../../../main/engine/cost/student-t-95.ts'
import { createRandom, type Random } from '../../../shared/domain/random.ts'

const price = {
  inputUsdPerMillionTokens: 2,
  cachedInputUsdPerMillionTokens: 1,
  outputUsdPerMillionTokens: 10,
  source: 'test',
}

const itemOf = (changes: Partial<ForecastItem> = {}): ForecastItem => ({
  stage: 'generation',
  model: 'model',
  price,
  calls: 3,
  promptTokens: [1000, 2000, 3000],
  outputTokens: [],
  maxOutputTokens: 100,
  ...changes,
})

/** Lengths as answers have them: few long ones (log-normal, Box–Muller), cut at the cap. */
function lengths(random: Random, count: number, median: number, sigma: number, cap: number): number[] {
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.min(cap, Math.max(1, Math.round(median * Math.exp(sigma * normal))))
  })
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('forecast', () => {
  test('without a pilot takes the cap, which is then middle and end', () => {
    // 6,000 tokens at 2 and 300 at 10 dollars per million, by hand
    const { total } = forecastRun([itemOf()])
    expect(total!.lowUsd).toBeCloseTo(0.012, 12)
    expect(total!.middleUsd).toBeCloseTo(0.015, 12)
    expect(total!.highUsd).toBeCloseTo(0.015, 12)
  })

  test('with answers all of one length is exact', () => {
    const { total } = forecastRun([itemOf({ outputTokens: [20, 20, 20] })])
    for (const usd of Object.values(total!)) expect(usd).toBeCloseTo(0.0126, 12)
  })

  test('never expects more than the cap, nor less than the prompts', () => {
    const { total } = forecastRun([itemOf({ outputTokens: [1, 100] })])
    expect(total!.lowUsd).toBeCloseTo(0.012, 12)
    expect(total!.highUsd).toBeCloseTo(0.015, 12)
  })

  test('a price that is not known makes item and total unknown, and leaves the others', () => {
    const { items, total } = forecastRun([itemOf({ price: null }), itemOf({ stage: 'judge' })])
    expect(total).toBeNull()
    expect(items[0]).toBeNull()
    expect(items[1]!.middleUsd).toBeCloseTo(0.015, 12)
  })

  test('nothing to pay is 0', () => {
    expect(forecastRun([]).total).toEqual({ lowUsd: 0, middleUsd: 0, highUsd: 0 })
    expect(forecastRun([itemOf({ calls: 0 })]).total).toEqual({ lowUsd: 0, middleUsd: 0, highUsd: 0 })
  })

  test.each([
    { pilot: 20, sigma: 0.6 },
    { pilot: 100, sigma: 0.6 },
    { pilot: 100, sigma: 0.4 },
  ])(
    'of 200 runs with a pilot of $pilot and spread $sigma, at least 86 % cost what the range says',
    ({ pilot, sigma }) => {
      const random = createRandom(20260101)
      const runs = 200
      let held = 0
      let worstError = 0
      for (let run = 0; run < runs; run++) {
        const calls = 200 + Math.floor(random() * 2000)
        const prompts = lengths(random, calls, 1500, 0.3, 8000)
        const median = 20 + random() * 150
        const judged = lengths(random, pilot, 900, 0.3, 8000)
        const items = [
          itemOf({
            calls,
            promptTokens: prompts,
            outputTokens: lengths(random, pilot, median, sigma, 600),
            maxOutputTokens: 600,
          }),
          itemOf({
            stage: 'judge',
            calls,
            promptTokens: judged,
            outputTokens: lengths(random, pilot, 60, sigma, 300),
            maxOutputTokens: 300,
          }),
        ]
        const inputTokens = sum(prompts) + sum(judged) + sum(lengths(random, calls - pilot, 900, 0.3, 8000))
        const outputTokens =
          sum(lengths(random, calls, median, sigma, 600)) + sum(lengths(random, calls, 60, sigma, 300))
        const actualUsd = (inputTokens * 2 + outputTokens * 10) / 1e6
        const { lowUsd, middleUsd, highUsd } = forecastRun(items).total!
        if (lowUsd <= actualUsd && actualUsd <= highUsd) held += 1
        worstError = Math.max(worstError, Math.abs(middleUsd / actualUsd - 1))
      }
      expect(held / runs).toBeGreaterThanOrEqual(0.86)
      if (pilot >= 100) expect(worstError).toBeLessThan(0.15)
    },
  )

  test('of 200 runs that only generate, at least 86 % cost what the range says', () => {
    const random = createRandom(7)
    let held = 0
    for (let run = 0; run < 200; run++) {
      const calls = 300
      const prompts = lengths(random, calls, 100, 0.3, 8000)
      const { lowUsd, highUsd } = forecastRun([
        itemOf({
          calls,
          promptTokens: prompts,
          outputTokens: lengths(random, 100, 80, 0.6, 600),
          maxOutputTokens: 600,
        }),
      ]).total!
      const actualUsd = (sum(prompts) * 2 + sum(lengths(random, calls, 80, 0.6, 600)) * 10) / 1e6
      if (lowUsd <= actualUsd && actualUsd <= highUsd) held += 1
    }
    expect(held / 200).toBeGreaterThanOrEqual(0.86)
  })
})

// Quantiles from a printed table: NIST/SEMATECH e-Handbook, section 1.3.6.7.2.
test.each([
  [1, 6.314],
  [5, 2.015],
  [6, 1.943],
  [10, 1.812],
  [19, 1.729],
  [99, 1.66],
])("Student's t with %i degrees of freedom is %f", (degreesOfFreedom, expected) => {
  expect(studentT95(degreesOfFreedom)).toBeCloseTo(expected, 3)
})
