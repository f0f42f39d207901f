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

test('thousands of copies, or of texts that are alike: every one is in a pair, and there are not millions of them', () => {
  const copies = Array.from({ length: 4000 }, () => 'write a poem about the sea')
  const kinds = copies.map((_, at) => (at % 10 === 0 ? 'test' : 'train'))
  const found = nearDuplicatePairs(copies, { kinds })
  expect(found.length).toBeLessThan(2 * copies.length)
  expect(new Set(found.map(({ first, second }) => `${first} ${second}`)).size).toBe(found.length)
  const crossing = found.filter(({ first, second }) => kinds[first] !== kinds[second])
  expect(new Set(crossing.flatMap(({ first, second }) => [first, second])).size).toBe(copies.length)
  const alike = copies.slice(0, 1000).map((text, at) => `${text} in the northern winter, with a ship number ${at}`)
  const likenesses = nearDuplicatePairs(alike)
  expect(new Set(likenesses.flatMap(({ first, second }) => [first, second])).size).toBe(alike.length)
  expect(likenesses.length).toBeLessThan(64 * alike.length)
})

test('empty texts: like nothing', () => {
  expect(nearDuplicatePairs(['', '', 'a', 'a'])).toEqual([{ first: 2, second: 3, similarity: 1 }])
})
