import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderPositions } from '../../../main/engine/experiments/results/order-positions.ts'

const values = fc.array(fc.oneof(fc.constantFrom(0, 0.5, 1, Number.NaN), fc.double({ min: 0, max: 1, noNaN: true })), {
  maxLength: 60,
})

test('orderPositions: sorted values, missing ones last in both directions, equal ones in their first order', () => {
  fc.assert(
    fc.property(values, fc.boolean(), (list, descending) => {
      const column = Float64Array.from(list)
      const all = Uint32Array.from(column.keys())
      const order = [...orderPositions(all, column, descending)]
      expect(order.toSorted((a, b) => a - b)).toEqual([...all])
      const present = order.filter((position) => !Number.isNaN(column[position]!))
      expect(order.slice(0, present.length)).toEqual(present)
      for (let at = 1; at < present.length; at += 1) {
        const before = column[present[at - 1]!]!
        const after = column[present[at]!]!
        expect(descending ? before >= after : before <= after).toBe(true)
        if (before === after) expect(present[at - 1]!).toBeLessThan(present[at]!)
      }
      const missing = order.slice(present.length)
      expect(missing).toEqual(missing.toSorted((a, b) => a - b))
    }),
  )
})

test('orderPositions: keeps a choice of positions, and without values the order itself', () => {
  const column = Float64Array.of(0.2, Number.NaN, 0.9, 0.1)
  expect([...orderPositions(Uint32Array.of(0, 2, 3), column, false)]).toEqual([3, 0, 2])
  expect([...orderPositions(Uint32Array.of(0, 2, 3), null, false)]).toEqual([0, 2, 3])
  expect([...orderPositions(Uint32Array.of(0, 2, 3), null, true)]).toEqual([3, 2, 0])
})
