import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createResampling } from '../../../main/engine/statistics/create-resampling.ts'
import { estimateMeans } from '../../../main/engine/statistics/estimate-means.ts'
import { meanOfScores } from '../../../main/engine/statistics/mean-of-scores.ts'

const resampling = createResampling({ seed: 1, resamples: 50 })

test('mean of scores: equal to the estimator to the last bit, whatever the order and the gaps', () => {
  const score = fc.oneof(fc.constantFrom(0, 1, 1 / 3, Number.NaN), fc.double({ min: 0, max: 1, noNaN: true }))
  fc.assert(
    fc.property(fc.array(score, { maxLength: 40 }), (scores) => {
      const [estimate] = estimateMeans([Float64Array.from(scores)], { resampling })
      expect(meanOfScores(Float64Array.from(scores))).toEqual({ value: estimate!.value, n: estimate!.n })
    }),
  )
})

test('mean of scores: equal scores give that score, inside its interval', () => {
  // Summing 276 thirds and dividing again gives 0.3333333333333325.
  const column = new Float64Array(276).fill(1 / 3)
  expect(meanOfScores(column)).toEqual({ value: 1 / 3, n: 276 })
  const [estimate] = estimateMeans([column], { resampling })
  expect(estimate).toMatchObject({ ciLow: 1 / 3, ciHigh: 1 / 3 })
})
