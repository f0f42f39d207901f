import { expect, test } from 'vitest'
import { createResampling } from '../../../main/engine/statistics/create-resampling.ts'
import { createSignFlips } from '../../../main/engine/statistics/create-sign-flips.ts'
import { effectSize } from '../../../main/engine/statistics/effect-size.ts'
import { estimateMeans } from '../../../main/engine/statistics/estimate-means.ts'
import { holm } from '../../../main/engine/statistics/holm.ts'
import { krippendorffAlpha } from '../../../main/engine/statistics/krippendorff-alpha.ts'
import { mcNemarTest } from '../../../main/engine/statistics/mc-nemar-test.ts'
import { pairedTTest } from '../../../main/engine/statistics/paired-t-test.ts'
import { pairedValues } from '../../../main/engine/statistics/paired-values.ts'
import { paretoFrontier } from '../../../main/engine/statistics/pareto-frontier.ts'
import { detectableDz, powerOf, requiredPairs } from '../../../main/engine/statistics/power.ts'
import { signFlipTest } from '../../../main/engine/statistics/sign-flip-test.ts'
import { wilcoxonTest } from '../../../main/engine/statistics/wilcoxon-test.ts'
import { fixtures, readJson } from '../evaluation/read-trec-files.ts'
import { expectClose } from './expect-close.ts'

type Maybe = number | null
interface Pairs {
  readonly a: readonly Maybe[]
  readonly b: readonly Maybe[]
}
interface Case<Input, Expected> {
  readonly id: string
  readonly input: Input
  readonly expected: Expected
}
const casesOf = <Input, Expected>(name: string) =>
  readJson<{ cases: Case<Input, Expected>[] }>(new URL(`stats/${name}.json`, fixtures)).cases
const column = (values: readonly Maybe[]) => Float64Array.from(values, (value) => value ?? Number.NaN)
const differencesOf = ({ a, b }: Pairs) => pairedValues(column(b), column(a))

test('signFlipTest: permutation.json, exact to 1e-12 up to 12 pairs, else within the tolerance of 10,000 draws', () => {
  const flips = createSignFlips({ seed: 1 })
  const cases = casesOf<Pairs, { n: number; p_two_sided: Maybe; tolerance_for_10000_resamples?: number }>('permutation')
  expect(cases).toHaveLength(16)
  for (const { id, input, expected } of cases) {
    const p = signFlipTest(differencesOf(input), flips)
    if (p === null || expected.p_two_sided === null) expect(p, id).toBe(expected.p_two_sided)
    else
      expect(Math.abs(p - expected.p_two_sided), `${id}: ${p}`).toBeLessThanOrEqual(
        expected.tolerance_for_10000_resamples ?? 1e-12,
      )
  }
})

test('estimateMeans of paired differences: bootstrap.json, BCa ends within the tolerance of 10,000 resamples', () => {
  interface Bootstrap {
    readonly n: number
    readonly mean: Maybe
    readonly bca: readonly [Maybe, Maybe] | null
    readonly tolerance_10000?: { readonly bca: readonly [number, number] | null }
  }
  const resampling = createResampling({ seed: 7 })
  let compared = 0
  for (const { id, input, expected } of casesOf<Partial<Pairs> & { confidence: number }, Bootstrap>('bootstrap')) {
    if (!input.a || !input.b || !expected.bca || !expected.tolerance_10000?.bca) continue
    const [estimate] = estimateMeans([differencesOf({ a: input.a, b: input.b })], {
      resampling,
      confidence: input.confidence,
    })
    expect(estimate!.n, id).toBe(expected.n)
    for (const [index, end] of [estimate!.ciLow, estimate!.ciHigh].entries()) {
      const allowed = expected.tolerance_10000.bca[index]! + 1e-9
      expect(Math.abs(end! - expected.bca[index]!), `${id} end ${index}`).toBeLessThanOrEqual(allowed)
      compared++
    }
  }
  expect(compared).toBeGreaterThanOrEqual(8)
})

test('mcNemarTest: sign_mcnemar.json, relative 1e-9', () => {
  interface Input extends Partial<Pairs> {
    readonly table?: { readonly only_a_right: number; readonly only_b_right: number }
  }
  interface Expected {
    readonly p_two_sided: Maybe
    readonly positive?: number
    readonly negative?: number
  }
  const cases = casesOf<Input, Expected>('sign_mcnemar')
  expect(cases).toHaveLength(21)
  for (const { id, input, expected } of cases) {
    if (expected.p_two_sided === null) continue
    const wins = input.table?.only_b_right ?? expected.positive ?? 0
    const losses = input.table?.only_a_right ?? expected.negative ?? 0
    expectClose(mcNemarTest(wins, losses), expected.p_two_sided, 1e-9, id)
  }
})

test('holm: multiple_comparisons.json, absolute 1e-12', () => {
  for (const { id, input, expected } of casesOf<{ p: Maybe[] }, { holm: Maybe[] }>('multiple_comparisons')) {
    const adjusted = holm(input.p.filter((p) => p !== null))
    const wanted = expected.holm.filter((p) => p !== null)
    expect(adjusted, id).toHaveLength(wanted.length)
    for (const [index, p] of adjusted.entries()) expect(Math.abs(p - wanted[index]!), id).toBeLessThanOrEqual(1e-12)
  }
})

test('requiredPairs, powerOf, detectableDz: power.json by the normal approximation', () => {
  interface Input {
    readonly kind: 'required_n' | 'power' | 'minimum_detectable_dz'
    readonly dz: number
    readonly n: number
    readonly alpha: number
    readonly power: number
    readonly two_sided: boolean
  }
  const cases = casesOf<Input, { n_normal: Maybe; power_normal: number; dz_normal: number }>('power')
  expect(cases).toHaveLength(23)
  for (const { id, input, expected } of cases) {
    const design = { alpha: input.alpha, power: input.power, twoSided: input.two_sided }
    if (input.kind === 'required_n') expect(requiredPairs(input.dz, design), id).toBe(expected.n_normal)
    else if (input.kind === 'power') expectClose(powerOf(input.dz, input.n, design), expected.power_normal, 1e-6, id)
    else expectClose(detectableDz(input.n, design), expected.dz_normal, 1e-6, id)
  }
})

test('paretoFrontier: pareto.json, exact', () => {
  const cases = casesOf<{ points: [Maybe, Maybe][] }, { frontier_indices: number[] }>('pareto')
  expect(cases).toHaveLength(13)
  for (const { id, input, expected } of cases) {
    const points = input.points.map(([cost, quality]) => ({ cost, quality }))
    expect(paretoFrontier(points), id).toEqual(expected.frontier_indices)
  }
})

test('krippendorffAlpha: krippendorff_alpha.json at all four levels, absolute 1e-12', () => {
  const levels = ['nominal', 'ordinal', 'interval', 'ratio'] as const
  const cases = casesOf<{ raters_by_units: Maybe[][] }, Record<(typeof levels)[number], Maybe>>('krippendorff_alpha')
  expect(cases).toHaveLength(10)
  for (const { id, input, expected } of cases) {
    for (const level of levels) {
      const alpha = krippendorffAlpha(input.raters_by_units, level)
      if (alpha === null || expected[level] === null) expect(alpha, `${id} ${level}`).toBe(expected[level])
      else expect(Math.abs(alpha - expected[level]), `${id} ${level}`).toBeLessThanOrEqual(1e-12)
    }
  }
})

test('pairedTTest and effectSize: paired_ttest.json and effect_size.json, relative 1e-9, huge offset 1e-6', () => {
  for (const { id, input, expected } of casesOf<Pairs, { t: Maybe; p_two_sided: Maybe }>('paired_ttest')) {
    const result = pairedTTest(differencesOf(input))
    const relative = id === 'huge-offset' ? 1e-6 : 1e-9
    if (expected.p_two_sided === null) expect(result, id).toBeNull()
    else {
      expectClose(result!.p, expected.p_two_sided, relative, id)
      expectClose(result!.t, expected.t, relative, id)
    }
  }
  for (const { id, input, expected } of casesOf<Pairs, { dz: Maybe; hedges_gz: Maybe }>('effect_size')) {
    const result = effectSize(differencesOf(input))
    const relative = id === 'huge-offset' ? 1e-6 : 1e-9
    expectClose(result?.dz ?? null, expected.dz, relative, `${id} dz`)
    expectClose(result?.hedgesGz ?? null, expected.hedges_gz, relative, `${id} gz`)
  }
})

test('wilcoxonTest: wilcoxon.json without correction; ties by differences rounded to 12 decimals', () => {
  interface Expected {
    readonly w_plus: Maybe
    readonly w_minus: Maybe
    readonly normal_no_correction: { readonly p_two_sided: number; readonly z: number } | null
  }
  const cases = casesOf<Pairs, Expected & { with_differences_rounded_to_9_decimals?: Expected }>('wilcoxon')
  expect(cases).toHaveLength(14)
  for (const { id, input, expected } of cases) {
    const wanted = expected.with_differences_rounded_to_9_decimals ?? expected
    const result = wilcoxonTest(differencesOf(input))
    if (wanted.normal_no_correction === null) {
      expect(result, id).toBeNull()
      continue
    }
    expect([result!.plus, result!.minus], id).toEqual([wanted.w_plus, wanted.w_minus])
    expectClose(result!.p, wanted.normal_no_correction.p_two_sided, 1e-9, id)
  }
})
