import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latencySample } from '../../../main/engine/experiments/searching/time-searches.ts'
import type { EvalQuery } from '../../../shared/domain/eval-set.ts'

const queries = (count: number): EvalQuery[] =>
  Array.from({ length: count }, (_, index) => ({ queryId: `q${index}`, text: '', answers: [], spans: [], tags: [] }))
const ids = (sample: readonly EvalQuery[]) => sample.map(({ queryId }) => queryId)

describe('latencySample', () => {
  test('takes seventy-five queries, or all there are, each once and the same every time', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.integer(), (count, seed) => {
        const sample = ids(latencySample(queries(count), seed))
        expect(sample).toHaveLength(Math.min(75, count))
        expect(new Set(sample).size).toBe(sample.length)
        expect(new Set(ids(queries(count))).isSupersetOf(new Set(sample))).toBe(true)
        expect(ids(latencySample(queries(count), seed))).toEqual(sample)
      }),
    )
  })

  test('another seed takes other queries, from the whole list', () => {
    const [one, other] = [latencySample(queries(500), 1), latencySample(queries(500), 2)]
    expect(ids(one)).not.toEqual(ids(other))
    expect(one.some(({ queryId }) => Number(queryId.slice(1)) > 400)).toBe(true)
    expect(one.some(({ queryId }) => Number(queryId.slice(1)) < 100)).toBe(true)
  })
})
