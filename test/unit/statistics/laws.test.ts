import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createResampling } from '../../../main/engine/statistics/create-resampling.ts'
import { createSignFlips } from '../../../main/engine/statistics/create-sign-flips.ts'
import { crossFit } from '../../../main/engine/statistics/cross-fit.ts'
import { holm } from '../../../main/engine/statistics/holm.ts'
import { judgePairs } from '../../../main/engine/statistics/judge-pairs.ts'
import { mcNemarTest } from '../../../main/engine/statistics/mc-nemar-test.ts'
import { pairedStatistics } from '../../../main/engine/statistics/paired-statistics.ts'
import { paretoFrontier } from '../../../main/engine/statistics/pareto-frontier.ts'
import { quantileDifference } from '../../../main/engine/statistics/quantile-difference.ts'
import { quantilePairs } from '../../../main/engine/statistics/quantile-pairs.ts'
import { repetitionSpread } from '../../../main/engine/statistics/repetition-spread.ts'
import { signFlipTest } from '../../../main/engine/statistics/sign-flip-test.ts'

const resampling = createResampling({ seed: 3, resamples: 500 })
const flips = createSignFlips({ seed: 3, draws: 2000 })
const scores = (length: fc.ArrayConstraints) =>
  fc.array(fc.integer({ min: 0, max: 20 }), length).map((values) => Float64Array.from(values, (value) => value / 20))
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })

describe('signFlipTest', () => {
  test('is a p-value, the same for the opposite differences, and does not know zeros', () => {
    fc.assert(
      fc.property(scores({ maxLength: 40 }), scores({ minLength: 40, maxLength: 40 }), (a, b) => {
        const differences = a.map((value, index) => value - b[index]!)
        const p = signFlipTest(differences, flips)
        if (differences.length === 0) {
          expect(p).toBeNull()
          return
        }
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        expect(
          signFlipTest(
            differences.map((value) => -value),
            flips,
          ),
        ).toBe(p)
        expect(signFlipTest(Float64Array.from([0, ...differences, 0]), flips)).toBe(p)
      }),
      { numRuns: 50 },
    )
  })

  test('equals exact McNemar on binary differences, up to 12 exactly, above within its draws', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (wins, losses) => {
        const differences = Float64Array.from({ length: wins + losses }, (_, index) => (index < wins ? 1 : -1))
        const p = signFlipTest(differences, flips) ?? 1
        const exact = mcNemarTest(wins, losses)
        const allowed = wins + losses <= 12 ? 1e-9 : 5 * Math.sqrt((exact * (1 - exact)) / flips.draws) + 1e-3
        expect(Math.abs(p - exact)).toBeLessThanOrEqual(allowed)
      }),
    )
  })
})

test('holm: never below the p-value, never above 1, keeps the order, and one test is not corrected', () => {
  fc.assert(
    fc.property(pValues, (all) => {
      const adjusted = holm(all)
      for (const [index, p] of all.entries()) {
        expect(adjusted[index]).toBeGreaterThanOrEqual(p)
        expect(adjusted[index]).toBeLessThanOrEqual(1)
        for (const [other, q] of all.entries()) if (p < q) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other]!)
      }
      expect(holm([all[0]!])).toEqual([all[0]])
    }),
  )
})

test('paretoFrontier: nobody on it is dominated, everybody off it is', () => {
  const point = fc.record({ cost: fc.option(fc.nat(6)), quality: fc.option(fc.nat(6)) })
  fc.assert(
    fc.property(fc.array(point, { maxLength: 12 }), (points) => {
      const frontier = new Set(paretoFrontier(points))
      for (const [index, a] of points.entries()) {
        const missing = a.cost === null || a.quality === null
        const dominated = points.some(
          (b) =>
            !missing &&
            b.cost !== null &&
            b.quality !== null &&
            b.cost <= a.cost! &&
            b.quality >= a.quality! &&
            (b.cost < a.cost! || b.quality > a.quality!),
        )
        expect(frontier.has(index)).toBe(!missing && !dominated)
      }
    }),
  )
})

describe('pairedStatistics', () => {
  test('a run against itself is a tie; two runs exchanged give the opposite', () => {
    fc.assert(
      fc.property(scores({ minLength: 2, maxLength: 30 }), scores({ minLength: 30, maxLength: 30 }), (a, longer) => {
        const b = longer.slice(0, a.length)
        const [same, there] = pairedStatistics(a, [a, b], { resampling, flips })
        const [back] = pairedStatistics(b, [a], { resampling, flips })
        expect(same).toMatchObject({ value: 0, ciLow: 0, ciHigh: 0, p: 1, wins: 0, losses: 0 })
        expect(back!.value).toBeCloseTo(-there!.value, 12)
        expect(back!.p).toBe(there!.p)
        expect([back!.wins, back!.losses]).toEqual([there!.losses, there!.wins])
      }),
      { numRuns: 30 },
    )
  })

  test('counts only examples that both scored; none gives null', () => {
    const baseline = Float64Array.of(0.5, Number.NaN, 0.1, 0.3)
    const run = Float64Array.of(0.75, 1, Number.NaN, 0.3)
    const nothing = new Float64Array(4).fill(Number.NaN)
    const [pair, none] = pairedStatistics(baseline, [run, nothing], { resampling, flips })
    expect(pair).toMatchObject({ n: 2, value: 0.125, wins: 1, losses: 0 })
    expect(none).toBeNull()
  })
})

test('judgePairs: decisive only below 0.05 after the whole family; worse and better follow the direction', () => {
  const pair = { value: 0.1, ciLow: 0.05, ciHigh: 0.15, n: 100, p: 0.01, deviation: 0.25, wins: 60, losses: 20 }
  const words = (family: number, better: 'higher' | 'lower' | 'none') =>
    judgePairs(new Array(family).fill(pair), better)[0]!
  expect(words(1, 'higher').word).toBe('better')
  expect(words(1, 'lower')).toMatchObject({ word: 'worse', evidence: { wins: 20, losses: 60, ties: 20 } })
  expect(words(1, 'none').word).toBe('notDecisive')
  expect(words(5, 'higher')).toMatchObject({ word: 'notDecisive', evidence: { adjustedP: 0.05, familySize: 5 } })
  // ((1.96 + 0.84) · 0.25 / 0.02)² = 1,227 by hand.
  expect(words(1, 'higher').evidence.furtherExamples).toBe(1227 - 100)
})

test('crossFit: takes no example into account that chose, and one candidate each gives the plain differences', () => {
  const column = (values: readonly number[]) => {
    const scored = Float64Array.from(values)
    return { scores: scored, utility: scored }
  }
  const base = column([0, 0, 0, 0, Number.NaN])
  const noise = [column([1, 0, 1, 0, 1]), column([0, 1, 0, 1, 1])]
  const fitted = crossFit([base], noise, 1)!
  // Each half chooses the column that is high there; on the other half it is not more than by chance.
  expect(fitted.scores).toHaveLength(4)
  const alone = crossFit([base], [noise[0]!], 1)!
  expect([...alone.scores].sort()).toEqual([0, 0, 1, 1])
})

test('quantileDifference: 0 inside the interval of a sample against itself, exact for a shift of constants', () => {
  const times = Float64Array.from({ length: 100 }, (_, index) => (index * 37) % 100)
  const other = createResampling({ seed: 4, resamples: 500 })
  const same = quantileDifference(times, times, 0.95, [resampling, other])!
  expect(same.value).toBe(0)
  expect(same.ciLow).toBeLessThan(0)
  expect(same.ciHigh).toBeGreaterThan(0)
  const shift = quantileDifference(new Float64Array(9).fill(5), new Float64Array(7).fill(3), 0.95, [resampling, other])
  expect(shift).toEqual({ value: 2, ciLow: 2, ciHigh: 2 })
})

test('quantilePairs: against itself never decisive, opposite when exchanged, no interval below 72 values for p95', () => {
  const draws = [resampling, createResampling({ seed: 5, resamples: 500 })] as const
  const times = (length: number, scale: number) =>
    Float64Array.from({ length }, (_, index) => scale * (1 + ((index * 37) % length) / length))
  const [same, slower, few, none] = quantilePairs(
    times(100, 1),
    [times(100, 1), times(100, 4), times(71, 4), new Float64Array(3).fill(Number.NaN)],
    0.95,
    draws,
  )
  expect(same).toMatchObject({ value: 0, n: 100, deviation: null, wins: 0, losses: 0 })
  expect(same!.p).toBeGreaterThan(0.5)
  expect(slower!.ciLow).toBeGreaterThan(0)
  expect(slower!.p).toBeCloseTo(2 / (resampling.resamples + 1), 12)
  expect(few).toMatchObject({ ciLow: null, ciHigh: null, p: 1, n: 71 })
  expect(none).toBeNull()
  const [faster] = quantilePairs(times(100, 4), [times(100, 1)], 0.95, draws)
  expect(faster!.value).toBeCloseTo(-slower!.value, 12)
  expect(faster!.ciHigh).toBeLessThan(0)
})

test('repetitionSpread: mean over repetitions per example first, missing ones left out', () => {
  const { perExample, spread } = repetitionSpread([Float64Array.of(1, 0, 1), Float64Array.of(0, 0, Number.NaN)])
  expect([...perExample]).toEqual([0.5, 0, 1])
  expect(spread).toBeCloseTo(Math.SQRT2 / 3, 12)
  expect(repetitionSpread([Float64Array.of(1)]).spread).toBeNull()
})
