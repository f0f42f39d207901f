import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JobProgressTracker } from '../../../main/engine/jobs/job-progress-tracker.ts'

const progress = { stage: 'Working', done: 0, total: 0, unit: 'parts' }

describe('job progress', () => {
  test('says nothing about the time left before a second and three percent of the work', () => {
    const items = [
      { key: 'a', weight: 1, done: false },
      { key: 'b', weight: 99, done: false },
    ]
    const tracker = new JobProgressTracker(items, 0)
    tracker.startItem(items[0]!)
    tracker.finishItem()
    expect(tracker.etaSeconds(10_000)).toBeNull()
    tracker.startItem(items[1]!)
    tracker.update(progress, 0.5)
    expect(tracker.etaSeconds(999)).toBeNull()
    expect(tracker.etaSeconds(10_000)).toBeCloseTo((10 * 49.5) / 50.5, 6)
  })

  test('items done before the start count as done, but say nothing about the speed', () => {
    const items = [
      { key: 'a', weight: 50, done: true },
      { key: 'b', weight: 50, done: false },
    ]
    const tracker = new JobProgressTracker(items, 5000)
    expect([tracker.itemsDone, tracker.itemsTotal]).toEqual([1, 2])
    expect(tracker.etaSeconds(60_000)).toBeNull()
    tracker.startItem(items[1]!)
    tracker.update(progress, 0.5)
    expect(tracker.etaSeconds(15_000)).toBeCloseTo(10, 6)
  })

  test('at an even pace the estimate is right at any point; a count that starts again does not set it back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 20, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(11),
        (weights, fraction, position) => {
          const items = weights.map((weight, index) => ({ key: String(index), weight, done: false }))
          const at = position % items.length
          const total = weights.reduce((sum, weight) => sum + weight, 0)
          const done = weights.slice(0, at).reduce((sum, weight) => sum + weight, 0) + weights[at]! * fraction
          const tracker = new JobProgressTracker(items, 0)
          for (const item of items.slice(0, at)) {
            tracker.startItem(item)
            tracker.finishItem()
          }
          tracker.startItem(items[at]!)
          tracker.update(progress, fraction)
          tracker.update(progress, fraction / 2)
          // A unit of weight takes two seconds.
          const etaSeconds = tracker.etaSeconds(done * 2000)
          if (done <= 0.03 * total || done * 2 < 1) expect(etaSeconds).toBeNull()
          else expect(etaSeconds).toBeCloseTo((total - done) * 2, 5)
        },
      ),
    )
  })
})
