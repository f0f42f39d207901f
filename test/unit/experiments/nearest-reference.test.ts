import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestReference } from '../../../main/engine/experiments/judging/nearest-reference.ts'

const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  .filter((values) => values.some((value) => Math.abs(value) > 1e-3))
  .map((values) => Float32Array.from(values))

describe('nearestReference', () => {
  test('is 1 for the same direction, 0 for the opposite, and 0–1 for all', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        expect(nearestReference(a, [a.map((value) => value * 3)]).score).toBeCloseTo(1, 6)
        expect(nearestReference(a, [a.map((value) => -value)]).score).toBe(0)
        const { score } = nearestReference(a, [b])
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
        expect(nearestReference(b, [a]).score).toBeCloseTo(score!, 9)
      }),
    )
  })

  test('takes the best of several references and names it', () => {
    const own = Float32Array.of(1, 0)
    const { score, reason } = nearestReference(own, [Float32Array.of(0, 1), null, Float32Array.of(3, 4)])
    expect(score).toBeCloseTo(0.6, 6)
    expect(reason).toBe('Nearest to reference answer 3.')
  })

  test('without a vector has no score and says why', () => {
    expect(nearestReference(null, [Float32Array.of(1)])).toMatchObject({ score: null })
    expect(nearestReference(Float32Array.of(1), [null]).score).toBeNull()
  })
})
