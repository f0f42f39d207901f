import { describe, expect, test } from 'vitest'
import { createResampling } from '../../../main/engine/statistics/create-resampling.ts'
import { estimateQuantiles } from '../../../main/engine/statistics/estimate-quantiles.ts'
import { quantileType7 } from '../../../main/engine/statistics/quantile-type-7.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { fixtures, readJson } from './read-trec-files.ts'

const few = createResampling({ seed: 7, resamples: 400 })
const orMissing = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN)
const close = (actual: number, expected: number, relative: number) =>
  Math.abs(actual - expected) <= relative * Math.max(1e-300, Math.abs(expected))

describe('quantileType7', () => {
  interface QuantileCase {
    readonly id: string
    readonly input: { readonly values: readonly (number | null)[] }
    readonly expected: Readonly<Record<string, number | null>>
  }
  const { cases } = readJson<{ cases: QuantileCase[] }>(new URL('stats/quantiles.json', fixtures))

  test('quantiles.json: every quantile is equal, alone and estimated', () => {
    let compared = 0
    for (const { id, input, expected } of cases) {
      const values = orMissing(input.values)
      const percents = Object.keys(expected).filter((key) => /^p\d+$/.test(key))
      const metrics = percents.map((metric) => ({ metric, quantile: Number(metric.slice(1)) / 100 }))
      const estimates = estimateQuantiles(values, metrics, { resampling: few })
      const sorted = values.filter((value) => !Number.isNaN(value)).sort()
      for (const { metric, value, n, unscored } of estimates) {
        expect([n, unscored], id).toEqual([expected.n, expected.dropped])
        const alone = quantileType7(sorted, Number(metric.slice(1)) / 100)
        if (expected[metric] === null) expect([value, alone], id).toEqual([null, Number.NaN])
        else {
          expect(close(value!, expected[metric]!, 1e-12), `${id} ${metric}`).toBe(true)
          expect(alone).toBe(value)
        }
        compared += 2
      }
    }
    expect(cases).toHaveLength(13)
    expect(compared).toBeGreaterThanOrEqual(13 * 8 * 2)
  })
})

describe('estimateQuantiles', () => {
  const latencies = [
    { metric: 'latencyMs.total.p50', quantile: 0.5 },
    { metric: 'latencyMs.total.p95', quantile: 0.95 },
  ]
  const random = createRandom(9)

  test('an interval needs enough values to hold the quantile: 6 for p50, 72 for p95', () => {
    const hasInterval = (length: number) =>
      estimateQuantiles(Float64Array.from({ length }, random), latencies, { resampling: few }).map(
        ({ ciLow, ciHigh }) => ciLow !== null && ciHigh !== null,
      )
    expect(hasInterval(0)).toEqual([false, false])
    expect(hasInterval(5)).toEqual([false, false])
    expect(hasInterval(6)).toEqual([true, false])
    expect(hasInterval(71)).toEqual([true, false])
    expect(hasInterval(72)).toEqual([true, true])
  })

  test('the interval agrees with resampling the values themselves', () => {
    const values = Float64Array.from({ length: 200 }, () => Math.round(random() ** -0.5 * 20) / 10)
    const resampling = createResampling({ seed: 1, resamples: 4000 })
    const direct = createRandom(99)
    const resamples = Array.from({ length: 4000 }, () =>
      Float64Array.from(values, () => values[Math.floor(direct() * values.length)]!).sort(),
    )
    for (const [index, estimate] of estimateQuantiles(values, latencies, { resampling }).entries()) {
      const quantiles = Float64Array.from(resamples, (resample) => quantileType7(resample, latencies[index]!.quantile))
      quantiles.sort()
      // One step of the rounded data, or a tenth of the interval.
      const tolerance = Math.max(0.1, (estimate.ciHigh! - estimate.ciLow!) / 10) + 1e-9
      expect(Math.abs(estimate.ciLow! - quantileType7(quantiles, 0.025))).toBeLessThanOrEqual(tolerance)
      expect(Math.abs(estimate.ciHigh! - quantileType7(quantiles, 0.975))).toBeLessThanOrEqual(tolerance)
      expect(estimate.ciLow!).toBeLessThanOrEqual(estimate.value!)
      expect(estimate.ciHigh!).toBeGreaterThanOrEqual(estimate.value!)
    }
  })
})
