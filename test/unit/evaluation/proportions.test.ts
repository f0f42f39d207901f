import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf } from '../../../main/engine/statistics/normal-cdf.ts'
import { normalQuantile } from '../../../main/engine/statistics/normal-quantile.ts'
import { wilsonInterval } from '../../../main/engine/statistics/wilson-interval.ts'
import { fixtures, readJson } from './read-trec-files.ts'

const close = (actual: number, expected: number, relative: number) =>
  Math.abs(actual - expected) <= relative * Math.max(1e-300, Math.abs(expected))

describe('wilsonInterval', () => {
  interface ProportionCase {
    readonly id: string
    readonly input: { readonly successes: number; readonly trials: number; readonly confidence: number }
    readonly expected: { readonly wilson: readonly [number, number] | null }
  }

  test('proportions.json: every interval is equal', () => {
    const { cases } = readJson<{ cases: ProportionCase[] }>(new URL('stats/proportions.json', fixtures))
    expect(cases).toHaveLength(13)
    for (const { id, input, expected } of cases) {
      const interval = wilsonInterval(input.successes, input.trials, input.confidence)
      if (expected.wilson === null) expect(interval, id).toBeNull()
      else
        for (const side of [0, 1] as const) expect(Math.abs(interval![side] - expected.wilson[side])).toBeLessThan(1e-9)
    }
    expect(wilsonInterval(0, 10)![0]).toBe(0)
    expect(wilsonInterval(10, 10)![1]).toBe(1)
  })

  test('lies within 0–1 and holds the proportion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const successes = Math.round(trials * share)
        const [low, high] = wilsonInterval(successes, trials)!
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(successes / trials)
        expect(high).toBeGreaterThanOrEqual(successes / trials)
      }),
    )
  })
})

describe('normal distribution', () => {
  // Values of scipy.stats.norm.
  test('quantile and share have the published values', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 14)
    expect(close(normalQuantile(1e-20), -9.26234008979841, 1e-14)).toBe(true)
    expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 15)
    expect(close(normalCdf(-10), 7.61985302416047e-24, 1e-13)).toBe(true)
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1])
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.1)]).toEqual([-Infinity, Infinity, Number.NaN])
  })

  test('share and quantile undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 4, noNaN: true }), (z) => {
        expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-11)
      }),
      { numRuns: 1000 },
    )
  })
})
