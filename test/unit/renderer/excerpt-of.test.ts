import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf } from '../../../renderer/ui/excerpt-of.ts'

const text = `${'before and '.repeat(40)}THE GOLD${' after that'.repeat(40)}`
const start = text.indexOf('THE GOLD')
const mark = { start, end: start + 'THE GOLD'.length }

test('excerptOf: a short text stays whole, a long one is its beginning, cut after a word', () => {
  expect(excerptOf('short', [], 100)).toEqual({ text: 'short', marks: [], before: false, after: false })
  const cut = excerptOf(text, [], 100)
  expect(cut.text).toMatch(/^before and .*\b(before|and)$/)
  expect(cut).toMatchObject({ before: false, after: true })
})

test('excerptOf: what is marked is in it, at its new place', () => {
  const cut = excerptOf(text, [mark], 100)
  expect(cut.marks.map((range) => cut.text.slice(range.start, range.end))).toEqual(['THE GOLD'])
  expect(cut.before).toBe(true)
  expect(cut.text.length).toBeLessThan(200)
})

test('excerptOf: never cuts a character in two, and keeps marks inside', () => {
  const letters = fc.array(fc.constantFrom('a', ' ', '📡', 'مدى '), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(letters, fc.nat(), fc.integer({ min: 1, max: 300 }), (list, at, length) => {
      const whole = list.join('')
      const from = Math.min(at % whole.length, whole.length - 1)
      const cut = excerptOf(whole, [{ start: from, end: Math.min(whole.length, from + length) }], 60)
      expect(whole).toContain(cut.text)
      expect(cut.text.isWellFormed()).toBe(true)
      for (const range of cut.marks) {
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.end).toBeLessThanOrEqual(cut.text.length)
      }
    }),
  )
})
