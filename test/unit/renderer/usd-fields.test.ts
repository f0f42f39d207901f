import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPrice } from '../../../renderer/features/settings/format-price.ts'
import { readUsd } from '../../../renderer/features/settings/read-usd.ts'

test.each([
  ['25', 25],
  [' $0.15 ', 0.15],
  ['.5', 0.5],
  ['1.', 1],
  ['0', 0],
  ['1000000', 1_000_000],
])('a field for dollars: %j is an amount', (text, usd) => {
  expect(readUsd(text)).toBe(usd)
})

test.each(['', ' ', '.', '-1', '1e3', '1,5', '0x10', 'Infinity', '1000000.01', '1 2'])(
  'a field for dollars: %j is none',
  (text) => {
    expect(readUsd(text)).toBeNull()
  },
)

test.each([
  [null, 'unknown'],
  [0, '$0.00'],
  [0.0375, '$0.0375'],
  [2.5, '$2.50'],
  [1234.5, '$1,234.50'],
])('a price of %j is shown as %s', (price, text) => {
  expect(formatPrice(price)).toBe(text)
})

test('a price: what is entered with six decimals at most is shown to the last digit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (millionths) => {
      expect(readUsd(formatPrice(millionths / 1e6))).toBe(millionths / 1e6)
    }),
  )
})
