import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jaccard, nearDuplicatePairs, shinglesOf } from '../../../main/engine/training/near-duplicate-pairs.ts'

test('near pairs: the same as by comparing every pair, whatever the texts', () => {
  const word = fc.constantFrom('card', 'arrived', 'not', 'yet', 'top up', 'failed', 'why', 'my', 'account', 'today')
  const text = fc.array(word, { minLength: 0, maxLength: 14 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 25 }), (texts) => {
      const sets = texts.map(shinglesOf)
      const expected = texts.flatMap((_, first) =>
        texts.flatMap((__, second) =>
          first < second && sets[first]!.size > 0 && jaccard(sets[first]!, sets[second]!) >= 0.8
            ? [`${first} ${second}`]
            : [],
        ),
      )
      expect(nearDuplicatePairs(texts).map(({ first, second }) => `${first} ${second}`)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('empty texts: like nothing', () => {
  expect(nearDuplicatePairs(['', '', 'a', 'a'])).toEqual([{ first: 2, second: 3, similarity: 1 }])
})
