import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bcaInterval } from '../../../main/engine/statistics/bca-interval.ts'
import { createResampling } from '../../../main/engine/statistics/create-resampling.ts'
import { estimateColumns } from '../../../main/engine/statistics/estimate-columns.ts'
import { estimateMeans } from '../../../main/engine/statistics/estimate-means.ts'
import { jackknifeAcceleration } from '../../../main/engine/statistics/jackknife-acceleration.ts'
import { wilsonInterval } from '../../../main/engine/statistics/wilson-interval.ts'
import { retrievalMetrics } from '../../../shared/domain/metric.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { metricColumns } from './metric-columns.ts'
import { fixtures, readJson } from './read-trec-files.ts'

const few = createResampling({ seed: 7, resamples: 400 })

interface BootstrapCase {
  readonly id: string
  readonly statistic: 'mean' | 'paired_difference'
  readonly input: {
    readonly values?: readonly number[]
    readonly a?: readonly (number | null)[]
    readonly b?: readonly (number | null)[]
    readonly confidence: number
  }
  readonly expected: {
    readonly n: number
    readonly dropped_pairs: number
    readonly mean: number | null
    readonly percentile: readonly [number, number] | null
    readonly bca: readonly [number, number] | null
    readonly bca_acceleration?: number
    readonly tolerance_10000?: { readonly bca: readonly [number, number] }
  }
}

describe('estimateMeans', () => {
  const { cases } = readJson<{ cases: BootstrapCase[] }>(new URL('stats/bootstrap.json', fixtures))
  const valuesOf = ({ input }: BootstrapCase) =>
    input.values
      ? Float64Array.from(input.values)
      : Float64Array.from(input.a!, (a, index) => {
          const b = input.b![index] ?? null
          return a === null || b === null ? Number.NaN : b - a
        })

  test.each([1, 2024])(
    'bootstrap.json: every interval is within the tolerance of 10,000 resamples, seed %i',
    (seed) => {
      const resampling = createResampling({ seed })
      let compared = 0
      for (const bootstrapCase of cases) {
        const { id, input, expected } = bootstrapCase
        const values = valuesOf(bootstrapCase)
        const [estimate] = estimateMeans([values], { resampling, confidence: input.confidence })
        const { value, ciLow, ciHigh, n } = estimate!
        expect(n, id).toBe(expected.n)
        expect(values.length - n, id).toBe(expected.dropped_pairs)
        if (expected.mean === null) expect(value, id).toBeNull()
        else expect(value, id).toBeCloseTo(expected.mean, 12)
        compared += 3
        if (expected.bca === null) {
          // No variation: the interval has no width. Fewer than two values: none.
          const ends = expected.percentile ?? [null, null]
          if (ends[0] === null) expect([ciLow, ciHigh], id).toEqual([null, null])
          else for (const end of [ciLow, ciHigh]) expect(end, id).toBeCloseTo(ends[0], 12)
          compared += 2
          continue
        }
        const [lowTolerance, highTolerance] = expected.tolerance_10000!.bca
        // Sums in another order differ in the last bit, which matters where the tolerance is one step of discrete data.
        expect(Math.abs(ciLow! - expected.bca[0]), id).toBeLessThanOrEqual(lowTolerance + 1e-12)
        expect(Math.abs(ciHigh! - expected.bca[1]), id).toBeLessThanOrEqual(highTolerance + 1e-12)
        const present = values.filter((number) => !Number.isNaN(number))
        const acceleration = jackknifeAcceleration(present, value!)
        expect(Math.abs(acceleration - expected.bca_acceleration!), id).toBeLessThanOrEqual(
          1e-9 * Math.abs(expected.bca_acceleration!) + 1e-15,
        )
        compared += 3
      }
      expect(compared).toBe(18 * 3 + 12 * 3 + 6 * 2)
    },
  )

  test('the interval holds the mean and lies within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 60 }), (list) => {
        const { value, ciLow, ciHigh } = estimateMeans([Float64Array.from(list)], { resampling: few })[0]!
        const rounding = 1e-12
        expect(ciLow!).toBeLessThanOrEqual(value! + rounding)
        expect(ciHigh!).toBeGreaterThanOrEqual(value! - rounding)
        expect(ciLow!).toBeGreaterThanOrEqual(Math.min(...list) - rounding)
        expect(ciHigh!).toBeLessThanOrEqual(Math.max(...list) + rounding)
      }),
    )
  })

  test('a column is estimated the same alone, among others, and without the cache', () => {
    const random = createRandom(3)
    const columns = [40, 40, 41, 7].map((length) => Float64Array.from({ length }, random))
    columns[1]![5] = Number.NaN
    const together = estimateMeans(columns, { resampling: few })
    const uncached = createResampling({ seed: 7, resamples: 400, maxCachedBytes: 0 })
    const evicting = createResampling({ seed: 7, resamples: 400, maxCachedBytes: 40_000 })
    expect(columns.map((column) => estimateMeans([column], { resampling: few })[0])).toEqual(together)
    expect(estimateMeans(columns, { resampling: uncached })).toEqual(together)
    expect(estimateMeans(columns, { resampling: evicting })).toEqual(together)
  })

  test('equals taking the mean of every resample value by value', () => {
    const lists = fc.array(fc.constantFrom(0, 0.25, 1 / 3, 0.5, 1, 0.123, 0.7), { minLength: 2, maxLength: 20 })
    const uneven = fc.constantFrom(5, 66, 67, 131)
    fc.assert(
      fc.property(lists, uneven, (list, resamples) => {
        const values = Float64Array.from(list).sort()
        fc.pre(values[0] !== values.at(-1))
        const n = values.length
        const mean = list.reduce((sum, value) => sum + value, 0) / n
        const resampling = createResampling({ seed: 4, resamples })
        const resampledMeans = new Float64Array(resamples)
        resampling.forEachBlock(n, (tails, at, first, rows) => {
          for (let row = 0; row < rows; row++) {
            const tail = (position: number) => (position === n ? 0 : tails[at + row * n + position]!)
            expect(tail(0)).toBe(n)
            resampledMeans[first + row] =
              values.reduce((sum, value, position) => sum + value * (tail(position) - tail(position + 1)), 0) / n
          }
        })
        const [low, high] = bcaInterval({ values, mean, resampledMeans, confidence: 0.95 })
        const [estimate] = estimateMeans([Float64Array.from(list)], { resampling })
        expect(estimate!.ciLow).toBeCloseTo(low, 12)
        expect(estimate!.ciHigh).toBeCloseTo(high, 12)
      }),
    )
  })

  test('covers the true mean of skewed scores about as often as it says', () => {
    const resampling = createResampling({ seed: 11, resamples: 1000 })
    const random = createRandom(5)
    const trueMean = 1 / 3
    const samples = Array.from({ length: 600 }, () => Float64Array.from({ length: 60 }, () => random() ** 2))
    const covered = estimateMeans(samples, { resampling }).filter(
      ({ ciLow, ciHigh }) => ciLow! <= trueMean && trueMean <= ciHigh!,
    ).length
    expect(covered / samples.length).toBeGreaterThan(0.92)
    expect(covered / samples.length).toBeLessThan(0.98)
  })
})

describe('estimateColumns', () => {
  const score = fc.oneof(
    fc.constant(Number.NaN),
    fc.constantFrom(0, 0.5, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  const query = fc
    .array(score, { minLength: retrievalMetrics.length, maxLength: retrievalMetrics.length })
    .map((scores) =>
      Float64Array.from(scores, (value, index) =>
        retrievalMetrics[index]!.kind === 'proportion' ? Math.round(value) : value,
      ),
    )

  test('does not depend on the order of the queries', () => {
    const queries = fc.array(query, { maxLength: 30 })
    fc.assert(
      fc.property(
        queries.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(estimateColumns(metricColumns(shuffled), { resampling: few })).toEqual(
            estimateColumns(metricColumns(list), { resampling: few }),
          )
        },
      ),
      { numRuns: 25 },
    )
  })

  test('names every measure in order and counts what is scored and what is not', () => {
    fc.assert(
      fc.property(fc.array(query, { maxLength: 12 }), (queries) => {
        const estimates = estimateColumns(metricColumns(queries), { resampling: few })
        expect(estimates.map(({ metric }) => metric)).toEqual(retrievalMetrics.map(({ name }) => name))
        for (const [index, { value, ciLow, ciHigh, n, unscored }] of estimates.entries()) {
          const present = queries.map((scores) => scores[index]!).filter((number) => !Number.isNaN(number))
          expect([n, unscored]).toEqual([present.length, queries.length - present.length])
          if (n === 0) expect([value, ciLow, ciHigh]).toEqual([null, null, null])
          else expect(value).toBeCloseTo(present.reduce((sum, number) => sum + number, 0) / n, 12)
          if (retrievalMetrics[index]!.kind === 'proportion' && n > 0) {
            const successes = present.filter((number) => number === 1).length
            expect([ciLow, ciHigh]).toEqual(wilsonInterval(successes, n))
          }
        }
      }),
      { numRuns: 25 },
    )
  })
})
