import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelReport } from '../../../main/engine/evaluation/label-report.ts'
import { cohenKappa } from '../../../main/engine/statistics/cohen-kappa.ts'
import { kendallTauB } from '../../../main/engine/statistics/kendall-tau-b.ts'
import { pearson } from '../../../main/engine/statistics/pearson.ts'
import { spearman } from '../../../main/engine/statistics/spearman.ts'
import { studentTPValue } from '../../../main/engine/statistics/student-t-p-value.ts'
import { fixtures, readJson } from './read-trec-files.ts'

function expectClose(actual: number | null, expected: number | null, tolerance: number, of: string): void {
  if (actual === null || expected === null) expect(actual, of).toBe(expected)
  else expect(Math.abs(actual - expected), `${of}: ${actual} for ${expected}`).toBeLessThanOrEqual(tolerance)
}

describe('labelReport', () => {
  interface LabelCase {
    readonly id: string
    readonly truth: readonly string[]
    readonly predicted: readonly string[]
    readonly explicit_labels: readonly string[] | null
    readonly expected: Readonly<Record<string, number | null>> & {
      readonly labels: readonly string[]
      readonly per_class: readonly Readonly<Record<'precision' | 'recall' | 'f1' | 'support', number>>[]
      readonly confusion_rows_true_columns_predicted: readonly (readonly number[])[]
    }
  }
  const { cases } = readJson<{ cases: LabelCase[] }>(new URL('text/classification.json', fixtures))
  const means = {
    accuracy: 'accuracy',
    macro_precision: 'macroPrecision',
    macro_recall: 'macroRecall',
    macro_f1: 'macroF1',
    macro_f1_present_only: 'macroF1PresentOnly',
    weighted_f1: 'weightedF1',
    micro_f1: 'microF1',
    balanced_accuracy: 'balancedAccuracy',
    mcc: 'mcc',
  } as const

  test('classification.json: labels and matrix are equal, scores to 1e-12', () => {
    expect(cases).toHaveLength(14)
    let compared = 0
    for (const { id, truth, predicted, explicit_labels, expected } of cases) {
      const report = labelReport(truth, predicted, explicit_labels ?? undefined)
      expect(report.n, id).toBe(expected.n)
      expect(report.labels, id).toEqual(expected.labels)
      expect(report.confusion, id).toEqual(expected.confusion_rows_true_columns_predicted ?? [])
      for (const [theirs, ours] of Object.entries(means) as [
        keyof typeof means,
        (typeof means)[keyof typeof means],
      ][]) {
        if (expected[theirs] === undefined) continue
        expectClose(report[ours], expected[theirs], 1e-12, `${id} ${theirs}`)
        compared++
      }
      for (const [at, scores] of (expected.per_class ?? []).entries()) {
        for (const part of ['precision', 'recall', 'f1', 'support'] as const) {
          expectClose(report.perClass[at]![part], scores[part], 1e-12, `${id} ${part}`)
        }
      }
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('laws: the matrix adds up to n, its diagonal to the accuracy, and right answers give 1', () => {
    const label = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), (pairs) => {
        const truth = pairs.map(([left]) => left)
        const report = labelReport(
          truth,
          pairs.map(([, right]) => right),
        )
        expect(report.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(pairs.length)
        const diagonal = report.confusion.reduce((sum, row, at) => sum + row[at]!, 0)
        expect(report.accuracy).toBe(diagonal / pairs.length)
        expect(report.microF1).toBeCloseTo(report.accuracy!, 12)
        expect(labelReport(truth, truth)).toMatchObject({ accuracy: 1, macroF1: 1 })
      }),
    )
  })
})

describe('cohenKappa', () => {
  type Rating = string | number
  interface KappaCase {
    readonly id: string
    readonly input: {
      readonly a: readonly (Rating | null)[]
      readonly b: readonly (Rating | null)[]
      readonly labels: readonly Rating[]
    }
    readonly expected: Readonly<Record<string, number | null>>
  }
  const { cases } = readJson<{ cases: KappaCase[] }>(new URL('stats/cohen_kappa.json', fixtures))

  test('cohen_kappa.json: agreement and all three weights to 1e-12', () => {
    expect(cases).toHaveLength(12)
    for (const { id, input, expected } of cases) {
      const kappa = cohenKappa(input.a, input.b, input.labels)
      expect([kappa.n, kappa.dropped], id).toEqual([expected.n, expected.dropped])
      expectClose(kappa.observedAgreement, expected.observed_agreement!, 1e-12, id)
      expectClose(kappa.kappa, expected.kappa!, 1e-12, id)
      expectClose(kappa.kappaLinear, expected.kappa_linear!, 1e-12, id)
      expectClose(kappa.kappaQuadratic, expected.kappa_quadratic!, 1e-12, id)
    }
    const reduced = cases.find(({ id }) => id === 'unused-label')!
    expectClose(
      cohenKappa(reduced.input.a, reduced.input.b, [1, 2, 5]).kappaQuadratic,
      reduced.expected.kappa_quadratic_labels_1_2_5!,
      1e-12,
      'labels 1, 2, 5',
    )
  })

  test('a rating that is not on the scale is refused', () => {
    expect(() => cohenKappa([3], [1], [1, 2])).toThrow(RangeError)
  })

  test('laws: symmetric, at most 1, and with two labels all weights agree', () => {
    const ratings = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1 })
    fc.assert(
      fc.property(ratings, (pairs) => {
        const [a, b] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)]
        const there = cohenKappa(a, b, [0, 1])
        expectClose(cohenKappa(b, a, [0, 1]).kappa, there.kappa, 1e-12, 'swapped')
        expectClose(there.kappaQuadratic, there.kappa, 1e-12, 'quadratic')
        expect(there.kappa ?? 1).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('pearson, spearman and kendallTauB', () => {
  interface CorrelationCase {
    readonly id: string
    readonly input: { readonly x: readonly (number | null)[]; readonly y: readonly (number | null)[] }
    readonly expected: {
      readonly n: number
      readonly dropped_pairs: number
      readonly pearson: { readonly r: number | null; readonly p: number | null }
      readonly spearman: { readonly rho: number | null; readonly p: number | null }
      readonly kendall_tau_b: Readonly<Record<'tau' | 'p_asymptotic' | 'p_exact', number | null>>
    }
  }
  const { cases } = readJson<{ cases: CorrelationCase[] }>(new URL('stats/correlation.json', fixtures))
  const expectP = (actual: number | null, expected: number | null, of: string) =>
    expectClose(actual, expected, Math.max(1e-9, 1e-6 * (expected ?? 0)), of)

  test('correlation.json: coefficients to 1e-9, p-values to 1e-6 of their size', () => {
    expect(cases).toHaveLength(14)
    for (const { id, input, expected } of cases) {
      const [product, rank, tau] = [pearson, spearman, kendallTauB].map((measure) => measure(input.x, input.y)) as [
        ReturnType<typeof pearson>,
        ReturnType<typeof spearman>,
        ReturnType<typeof kendallTauB>,
      ]
      for (const { n, dropped } of [product, rank, tau])
        expect([n, dropped], id).toEqual([expected.n, expected.dropped_pairs])
      expectClose(product.r, expected.pearson.r, 1e-9, `${id} r`)
      expectP(product.p, expected.pearson.p, `${id} p of r`)
      expectClose(rank.rho, expected.spearman.rho, 1e-9, `${id} rho`)
      expectP(rank.p, expected.spearman.p, `${id} p of rho`)
      expectClose(tau.tau, expected.kendall_tau_b.tau, 1e-9, `${id} tau`)
      expectP(tau.pAsymptotic, expected.kendall_tau_b.p_asymptotic, `${id} asymptotic p`)
      expectP(tau.pExact, expected.kendall_tau_b.p_exact, `${id} exact p`)
    }
  })

  test('laws: symmetric, odd under negation, and ranks only care about order', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(values, (pairs) => {
        const [x, y] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)]
        const cubes = y.map((value) => value ** 3)
        const negated = y.map((value) => -value)
        expectClose(pearson(y, x).r, pearson(x, y).r, 1e-12, 'pearson swapped')
        expectClose(spearman(x, cubes).rho, spearman(x, y).rho, 1e-12, 'spearman of cubes')
        expectClose(kendallTauB(x, cubes).tau, kendallTauB(x, y).tau, 1e-12, 'tau of cubes')
        const tau = kendallTauB(x, y).tau
        expectClose(kendallTauB(x, negated).tau, tau === null ? null : -tau, 1e-12, 'tau negated')
      }),
    )
  })
})

describe('studentTPValue', () => {
  test('agrees with closed forms: one degree of freedom is Cauchy, two are algebraic', () => {
    for (const t of [0, 0.1, 1, 2.5, 40, -3]) {
      expect(studentTPValue(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(Math.abs(t)), 12)
      expect(studentTPValue(t, 2)).toBeCloseTo(1 - Math.abs(t) / Math.sqrt(2 + t * t), 12)
    }
    expect(studentTPValue(Number.POSITIVE_INFINITY, 5)).toBe(0)
  })
})
