import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pickCheckpoint } from '../../../shared/domain/pick-checkpoint.ts'
import { readCurve } from '../../../shared/domain/read-curve.ts'
import { smoothSeries } from '../../../shared/domain/smooth-series.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'

function point(step: number, trainLoss: number | null, validLoss: number | null = null): TrainingPoint {
  return { step, epoch: null, trainLoss, trainAccuracy: null, validLoss, validAccuracy: null }
}

const losses = fc.array(
  fc.record({
    train: fc.double({ min: 0.01, max: 10, noNaN: true }),
    valid: fc.option(fc.double({ min: 0.01, max: 10, noNaN: true })),
  }),
  { maxLength: 60 },
)

describe('the reading of a curve', () => {
  it('does not depend on the order of the points or the scale of the steps', () => {
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 50 }), (given, scale) => {
        const points = given.map(({ train, valid }, index) => point(index + 1, train, valid))
        const kinds = (list: readonly TrainingPoint[]) => readCurve(list).flags.map(({ kind }) => kind)
        expect(kinds(points.toReversed())).toEqual(kinds(points))
        expect(kinds(points.map((at) => ({ ...at, step: at.step * scale })))).toEqual(kinds(points))
      }),
    )
  })

  // By sorting each window of the whole curve this would take minutes.
  it('finds the divergence of a curve of very many steps where it is', () => {
    const points = Array.from({ length: 60_000 }, (_, at) =>
      point(at + 1, at < 40_000 ? 2 - at / 25_000 : 0.4 + (at - 40_000) / 20_000),
    )
    const [flag, ...others] = readCurve(points).flags
    expect(others).toEqual([])
    expect(flag).toMatchObject({ kind: 'divergence', reason: 'rise' })
    if (flag?.kind === 'divergence') expect(Math.abs(flag.step - 40_000)).toBeLessThan(9000)
  })

  it('never advises a step that has no measurement, and the best validation is the lowest', () => {
    fc.assert(
      fc.property(losses, (given) => {
        const points = given.map(({ train, valid }, index) => point(index + 1, train, valid))
        const { stopping, bestValidation, flags } = readCurve(points)
        if (stopping) expect(points.some(({ step }) => step === stopping.keepStep)).toBe(true)
        if (bestValidation && !flags.some(({ kind }) => kind === 'divergence')) {
          expect(bestValidation.loss).toBe(Math.min(...given.flatMap(({ valid }) => (valid === null ? [] : [valid]))))
        }
      }),
    )
  })

  it('calls no overfitting when training loss does not fall, or only one measurement is above the lowest', () => {
    const flat = Array.from({ length: 40 }, (_, i) => point(i, 1, i % 10 === 9 ? 1 + i / 100 : null))
    expect(readCurve(flat).flags).toEqual([])
    const once = Array.from({ length: 40 }, (_, i) =>
      point(i, 2 - i / 100, [9, 19, 29].includes(i) ? 1 : i === 39 ? 2 : null),
    )
    expect(readCurve(once).flags.map(({ kind }) => kind)).not.toContain('overfitting')
  })

  it('sees a divergence without NaN by its rise, with the step where it began', () => {
    const rising = Array.from({ length: 60 }, (_, i) => point(i, i < 30 ? 2 - i / 30 : 1 + (i - 30) / 10))
    const [flag] = readCurve(rising).flags
    expect(flag).toMatchObject({ kind: 'divergence', reason: 'rise' })
    expect(flag?.kind === 'divergence' && flag.step).toBeGreaterThan(28)
    expect(flag?.kind === 'divergence' && flag.step).toBeLessThan(40)
  })
})

describe('smoothing', () => {
  it('keeps a constant, leaves gaps, changes nothing at weight 0 and stays between the extremes', () => {
    expect(smoothSeries([3, 3, null, 3], 0.9)).toEqual(
      [3, 3, null, 3].map((value) => value && expect.closeTo(value, 12)),
    )
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          expect(smoothSeries(values, 0)).toEqual(values.map((value) => expect.closeTo(value, 12)))
          const smooth = smoothSeries(values, weight) as number[]
          expect(Math.min(...smooth)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
          expect(Math.max(...smooth)).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        },
      ),
    )
  })

  it('is the hand-computed average', () => {
    // m1 = 0.5, m2 = 0.25 + 1 = 1.25; corrected by 0.5 and 0.75
    expect(smoothSeries([1, 2], 0.5)).toEqual([1, 1.25 / 0.75])
  })
})

describe('the checkpoint picker', () => {
  const at = (step: number, validLoss: number | null, validAccuracy: number | null) => ({
    step,
    validLoss,
    validAccuracy,
  })

  it('takes the lowest loss or the highest accuracy, the earliest if tied, and none without figures', () => {
    const all = [at(300, 0.7, 0.9), at(100, 0.7, 0.8), at(200, null, 0.9)]
    expect(pickCheckpoint(all)?.step).toBe(100)
    expect(pickCheckpoint(all, 'validAccuracy')?.step).toBe(200)
    expect(pickCheckpoint([at(1, null, null)])).toBeNull()
  })
})
