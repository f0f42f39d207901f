import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinFilePoints, mergePoints } from '../../../main/engine/finetuning/merge-points.ts'
import { daysUntil, shutdownDate } from '../../../main/engine/finetuning/shutdown-date.ts'
import { TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'

const figure = fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: null })
const points = fc.uniqueArray(
  fc.record({
    step: fc.nat(20),
    ...{ epoch: figure, trainLoss: figure, trainAccuracy: figure, validLoss: figure, validAccuracy: figure },
  }) satisfies fc.Arbitrary<TrainingPoint>,
  { selector: ({ step }) => step, maxLength: 12 },
)

describe('Merging points', () => {
  test('keeps every step once and in order, and loses no figure', () => {
    fc.assert(
      fc.property(points, points, (before, after) => {
        const merged = mergePoints(before, after)
        expect(merged.map(({ step }) => step)).toEqual(
          [...new Set([...before, ...after].map(({ step }) => step))].sort((a, b) => a - b),
        )
        for (const point of merged) {
          const old = before.find(({ step }) => step === point.step)
          const fresh = after.find(({ step }) => step === point.step)
          expect(point.trainLoss).toBe(fresh?.trainLoss ?? old?.trainLoss ?? null)
          expect(point.validLoss).toBe(fresh?.validLoss ?? old?.validLoss ?? null)
        }
      }),
    )
  })

  test('is the same when it is done twice', () => {
    fc.assert(
      fc.property(points, (some) => {
        expect(mergePoints(some, some)).toEqual(mergePoints(some))
      }),
    )
  })

  test('takes of a log only what lies behind the state of the newest checkpoint', () => {
    const at = (step: number, trainLoss: number): TrainingPoint => ({
      ...{ step, trainLoss, epoch: null, trainAccuracy: null, validLoss: null, validAccuracy: null },
    })
    expect(
      joinFilePoints([
        [at(1, 2), at(2, 1)],
        [at(1, 9), at(2, 9), at(3, 0.5)],
      ]),
    ).toEqual([at(1, 2), at(2, 1), at(3, 0.5)])
    expect(joinFilePoints([[], [at(3, 0.5)]])).toEqual([at(3, 0.5)])
  })
})

describe('Last days of models', () => {
  test('follow the base model at OpenAI, and are told of nobody else', () => {
    const openAi = TrainerSettings.parse({ kind: 'openai' })
    const dates = ['gpt-4.1-mini-2025-04-14', 'gpt-4.1-nano-2025-04-14', 'gpt-4o', 'gpt-5.4', 'gpt-4oddity'].map(
      (model) => shutdownDate(openAi, model),
    )
    expect(dates).toEqual(['2027-01-14', '2026-10-23', '2027-01-14', null, null])
    expect(shutdownDate(TrainerSettings.parse({ kind: 'together' }), 'gpt-4o')).toBeNull()
    const now = new Date('2026-11-22T23:59:00Z')
    expect([daysUntil('2027-01-14', now), daysUntil('2026-11-22', now), daysUntil('2026-10-23', now)]).toEqual([
      53, 0, -30,
    ])
  })
})
