import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { controlLimits } from '../../../main/engine/monitoring/control-limits.ts'
import { judgeChange, type MeasuredChange } from '../../../main/engine/monitoring/judge-change.ts'
import { nextReplayAt } from '../../../main/engine/monitoring/next-replay-at.ts'

const measured = (changes: Partial<MeasuredChange>): MeasuredChange => ({
  ...{ kind: 'quality', unit: 'fraction', pinned: 0.8, value: 0.7, change: -0.1 },
  ...{ ciLow: -0.15, ciHigh: -0.05, n: 100, limit: -0.02, reason: null },
  ...changes,
})

describe('judgeChange', () => {
  test('drift needs the limit and an interval on the worse side of 0', () => {
    expect(judgeChange(measured({})).state).toBe('drift')
    expect(judgeChange(measured({ ciHigh: 0.01 })).state).toBe('watch')
    expect(judgeChange(measured({ ciLow: null, ciHigh: null })).state).toBe('watch')
    expect(judgeChange(measured({ change: -0.01, ciLow: -0.015, ciHigh: -0.005 })).state).toBe('ok')
    expect(judgeChange(measured({ change: 0.1, ciLow: 0.05, ciHigh: 0.15 })).state).toBe('ok')
    expect(judgeChange(measured({ change: null })).state).toBe('unknown')
  })

  test('where higher is worse, all signs are turned', () => {
    const turned = (value: number | null) => (value === null ? null : -value)
    const figure = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(figure, figure, figure, fc.double({ min: 0.001, max: 1, noNaN: true }), (change, a, b, size) => {
        const [ciLow, ciHigh] = [Math.min(a, b), Math.max(a, b)]
        const lower = measured({ change, ciLow, ciHigh, limit: -size })
        const higher = measured({ change: turned(change), ciLow: turned(ciHigh), ciHigh: turned(ciLow), limit: size })
        expect(judgeChange(higher).state).toBe(judgeChange(lower).state)
      }),
    )
  })
})

test('controlLimits: three standard errors around the mean, missing scores left out', () => {
  const { center, low, high } = controlLimits(Float64Array.from([0, 1, Number.NaN, 1, 0]))!
  expect(center).toBe(0.5)
  // Sample deviation of 0, 1, 1, 0 is √(1/3); over √4.
  expect(high - center).toBeCloseTo((3 * Math.sqrt(1 / 3)) / 2, 12)
  expect(center - low).toBeCloseTo(high - center, 12)
  expect(controlLimits(Float64Array.of(1))).toBeNull()
})

test('nextReplayAt: at once without a replay, then after the hours, however many were missed', () => {
  expect(nextReplayAt(null, '2026-01-01T00:00:00Z', 24).toISOString()).toBe('2026-01-01T00:00:00.000Z')
  expect(nextReplayAt('2026-01-05T00:00:00Z', '2026-01-01T00:00:00Z', 6).toISOString()).toBe('2026-01-05T06:00:00.000Z')
})
