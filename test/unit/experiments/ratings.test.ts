import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeAgreement, nearestGrade } from '../../../main/engine/experiments/ratings/judge-agreement.ts'
import { ratingOrder } from '../../../main/engine/experiments/ratings/rating-order.ts'
import { cohenKappa } from '../../../main/engine/statistics/cohen-kappa.ts'
import { kendallTauB } from '../../../main/engine/statistics/kendall-tau-b.ts'
import { spearman } from '../../../main/engine/statistics/spearman.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { ratingScores } from '../../../shared/domain/rating.ts'

const [a, b] = ['runA', 'runB'] as RunId[] as [RunId, RunId]
const placesOf = (n: number) =>
  Array.from({ length: n }, (_, index) => ({ queryId: `q${index}`, repetition: 0, rated: false }))

describe('order of rating', () => {
  test('offers every answer exactly once, whatever the seed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(40), fc.nat(40), (seed, n, m) => {
        const order = ratingOrder(
          new Map([
            [a, placesOf(n)],
            [b, placesOf(m)],
          ]),
          seed,
        )
        const keys = order.map(({ runId, queryId }) => `${runId} ${queryId}`)
        expect(new Set(keys).size).toBe(n + m)
        expect(new Set(order.map(({ token }) => token)).size).toBe(n + m)
      }),
    )
  })

  test('is the same for the same seed, in whichever order the runs come, and another for another seed', () => {
    const tokens = (seed: number, runs: RunId[]) =>
      ratingOrder(new Map(runs.map((runId) => [runId, placesOf(20)])), seed)
    expect(tokens(1, [a, b])).toEqual(tokens(1, [b, a]))
    const ids = (seed: number) => tokens(seed, [a, b]).map(({ runId, queryId }) => runId + queryId)
    expect(ids(1)).not.toEqual(ids(2))
  })
})

describe('agreement of a judge', () => {
  test('equals the evaluation functions on the same pairs', () => {
    const pair = fc.tuple(fc.constantFrom(...ratingScores), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(fc.array(pair, { minLength: 5, maxLength: 30 }), (pairs) => {
        const ratings = pairs.map(([rating]) => rating)
        const scores = pairs.map(([, score]) => score)
        const found = judgeAgreement(ratings, scores)
        expect(found.n).toBe(pairs.length)
        expect(found.kappa.value).toBe(cohenKappa(ratings, scores.map(nearestGrade), ratingScores).kappaQuadratic)
        expect(found.spearman.value ?? 9).toBeCloseTo(spearman(ratings, scores).rho ?? 9, 12)
        expect(found.kendallTauB.value).toBe(kendallTauB(ratings, scores).tau)
      }),
    )
  })

  test('of fewer than 5 answers is not given, and says so', () => {
    const { n, kappa, spearman: rho } = judgeAgreement([0, 1, 1, 0], [0, 1, 1, 0])
    expect([n, kappa.value, rho.value]).toEqual([4, null, null])
    expect(kappa.words).toContain('at least 5')
    expect(judgeAgreement([0, 1, 1, 0, 1], [0, 1, 1, 0, 1]).kappa.value).toBe(1)
  })
})
