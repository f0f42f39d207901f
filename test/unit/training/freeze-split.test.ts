import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freezeSplit } from '../../../main/engine/training/freeze-split.ts'
import { identifyRows } from '../../../main/engine/training/version-of-rows.ts'
import type { FrozenSplit, TrainingSplit } from '../../../shared/domain/training-set.ts'

const frozen: FrozenSplit = {
  seed: 7,
  shares: { train: 0.8, validation: 0.1, test: 0.1 },
  groupBy: 'input',
  keepsGiven: false,
}

function rowsOf(questions: readonly string[], givenSplit: TrainingSplit | null = null) {
  const rows = questions.map((content) => ({
    messages: [
      { role: 'user', content },
      { role: 'assistant', content: 'yes' },
    ],
    ...{ extra: {}, group: null, givenSplit, split: null },
  }))
  return identifyRows(rows)
}

test('frozen split: a row stays in its split when others are added or taken away', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 40 }), fc.string(), (questions, added) => {
      const splits = freezeSplit(rowsOf(questions), frozen).map(({ split }) => split)
      const more = freezeSplit(rowsOf([added, ...questions]), frozen).map(({ split }) => split)
      expect(more.slice(1)).toEqual(splits)
    }),
  )
})

test('frozen split: rows that differ only in case and punctuation are never apart', () => {
  const questions = Array.from({ length: 200 }, (_, index) => [`Is ${index} odd?`, `is ${index} ODD`]).flat()
  const rows = freezeSplit(rowsOf(questions), frozen)
  for (let at = 0; at < rows.length; at += 2) expect(rows[at]!.split).toBe(rows[at + 1]!.split)
})

test('frozen split: shares are met on average', () => {
  const rows = freezeSplit(rowsOf(Array.from({ length: 5000 }, (_, index) => `question ${index}`)), frozen)
  const share = (split: TrainingSplit) => rows.filter((row) => row.split === split).length / rows.length
  expect(share('train')).toBeCloseTo(0.8, 1)
  expect(share('validation')).toBeCloseTo(0.1, 1)
  expect(share('test')).toBeCloseTo(0.1, 1)
})

test('given splits that are kept: without a test split, half of validation becomes it', () => {
  const questions = Array.from({ length: 400 }, (_, index) => `question ${index}`)
  const given = [...rowsOf(questions.slice(0, 200), 'train'), ...rowsOf(questions.slice(200), 'validation')]
  const rows = freezeSplit(given, { ...frozen, keepsGiven: true })
  expect(rows.slice(0, 200).every(({ split }) => split === 'train')).toBe(true)
  const tests = rows.slice(200).filter(({ split }) => split === 'test').length
  expect(tests).toBeGreaterThan(70)
  expect(tests).toBeLessThan(130)
  expect(rows.slice(200).some(({ split }) => split === 'train')).toBe(false)
})
