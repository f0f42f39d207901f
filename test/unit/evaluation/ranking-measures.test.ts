import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rankingMeasures } from '../../../main/engine/evaluation/ranking-measures.ts'
import { rankCutoffs, retrievalMetrics } from '../../../shared/domain/metric.ts'

const names = retrievalMetrics.map(({ name }) => name)
const documentMeasures = names.slice(0, names.indexOf('spanRecall@1'))

function score(documents: readonly string[], judgments: ReadonlyMap<string, number>, rankingLimit = 1000) {
  const output = new Float64Array(names.length).fill(Number.NaN)
  rankingMeasures({ documents, judgments, rankingLimit }, output)
  return (name: string): number => {
    expect(names).toContain(name)
    return output[names.indexOf(name)]!
  }
}

/** Rankings of 0–130 documents d0, d1 … and grades from -1 to 4 for some of the documents d0 … d159. */
const documents = fc.shuffledSubarray(
  Array.from({ length: 160 }, (_, index) => `d${index}`),
  { maxLength: 130 },
)
const judged = fc
  .dictionary(
    fc.integer({ min: 0, max: 159 }).map((index) => `d${index}`),
    fc.integer({ min: -1, max: 4 }),
    {
      maxKeys: 40,
    },
  )
  .map((grades) => new Map(Object.entries(grades)))
const answerable = judged.filter((grades) => [...grades.values()].some((grade) => grade > 0))

describe('rankingMeasures', () => {
  test('a query without a relevant judgment is missing everywhere', () => {
    const of = score(
      ['a', 'b'],
      new Map([
        ['a', 0],
        ['b', -1],
      ]),
    )
    for (const name of documentMeasures) expect(of(name)).toBeNaN()
  })

  test('a query answered with nothing scores 0', () => {
    const of = score([], new Map([['a', 1]]))
    for (const name of documentMeasures) expect(of(name)).toBe(0)
  })

  test('a cut-off deeper than the ranking was asked for is missing, measures of the whole ranking are not', () => {
    const of = score(['x', 'a', 'y', 'z'], new Map([['a', 1]]), 5)
    expect(of('recall@5')).toBe(1)
    expect(of('precision@5')).toBe(0.2)
    for (const family of ['ndcg', 'recall', 'precision', 'success']) expect(of(`${family}@10`)).toBeNaN()
    expect(of('mrr')).toBe(0.5)
    expect(of('map')).toBe(0.5)
    expect(of('rPrecision')).toBe(0)
  })

  test('a document of negative grade gains nothing and keeps its place', () => {
    const of = score(
      ['a', 'b'],
      new Map([
        ['a', -1],
        ['b', 2],
      ]),
    )
    expect(of('ndcg@3')).toBeCloseTo(1 / Math.log2(3), 12)
    expect(of('map')).toBe(0.5)
  })

  test('equals the textbook formulas', () => {
    fc.assert(
      fc.property(documents, answerable, (ranking, judgments) => {
        const of = score(ranking, judgments)
        const grades = ranking.map((docId) => Math.max(0, judgments.get(docId) ?? 0))
        const ideal = [...judgments.values()].filter((grade) => grade > 0).sort((a, b) => b - a)
        const dcg = (list: number[]) => list.reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0)
        const hits = (k: number) => grades.slice(0, k).filter((grade) => grade > 0).length
        for (const k of rankCutoffs) {
          expect(of(`ndcg@${k}`)).toBeCloseTo(dcg(grades.slice(0, k)) / dcg(ideal.slice(0, k)), 12)
          expect(of(`recall@${k}`)).toBe(hits(k) / ideal.length)
          expect(of(`precision@${k}`)).toBe(hits(k) / k)
          expect(of(`success@${k}`)).toBe(hits(k) > 0 ? 1 : 0)
        }
        const first = grades.findIndex((grade) => grade > 0)
        expect(of('mrr')).toBe(first < 0 ? 0 : 1 / (first + 1))
        const precisions = grades.map((grade, index) => (grade > 0 ? hits(index + 1) / (index + 1) : 0))
        expect(of('map')).toBeCloseTo(precisions.reduce((sum, precision) => sum + precision, 0) / ideal.length, 12)
        expect(of('rPrecision')).toBe(hits(ideal.length) / ideal.length)
      }),
    )
  })

  test('all values are fractions, and recall and success rise with k', () => {
    fc.assert(
      fc.property(documents, answerable, (ranking, judgments) => {
        const of = score(ranking, judgments)
        for (const name of documentMeasures) {
          expect(of(name)).toBeGreaterThanOrEqual(0)
          expect(of(name)).toBeLessThanOrEqual(1 + 1e-12)
        }
        for (const family of ['recall', 'success']) {
          const values = rankCutoffs.map((k) => of(`${family}@${k}`))
          expect(values.toSorted((a, b) => a - b)).toEqual(values)
        }
      }),
    )
  })

  test('the ideal order scores 1', () => {
    fc.assert(
      fc.property(answerable, (judgments) => {
        const ranking = [...judgments.keys()].sort((a, b) => judgments.get(b)! - judgments.get(a)!)
        const of = score(ranking, judgments)
        for (const k of rankCutoffs) expect(of(`ndcg@${k}`)).toBe(1)
        for (const name of ['mrr', 'map', 'rPrecision', 'success@1']) expect(of(name)).toBe(1)
      }),
    )
  })

  test('a document that is not relevant, added at the end, changes nothing', () => {
    fc.assert(
      fc.property(documents, answerable, fc.constantFrom(0, -1, undefined), (ranking, judgments, grade) => {
        const withNew = grade === undefined ? judgments : new Map([...judgments, ['new', grade]])
        const before = score(ranking, judgments)
        const after = score([...ranking, 'new'], withNew)
        for (const name of documentMeasures) expect(after(name)).toBe(before(name))
      }),
    )
  })
})
