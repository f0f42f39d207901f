import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareUtf8Descending } from '../../../main/engine/evaluation/compare-utf8-descending.ts'
import { rankDocuments } from '../../../main/engine/evaluation/rank-documents.ts'

const wellFormed = fc.string({ unit: 'binary' })

describe('compareUtf8Descending', () => {
  test('orders as the UTF-8 bytes do, descending', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, wellFormed, (prefix, a, b) => {
        const expected = Buffer.compare(Buffer.from(prefix + b), Buffer.from(prefix + a))
        expect(Math.sign(compareUtf8Descending(prefix + a, prefix + b))).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('puts characters beyond U+FFFF above U+E000–U+FFFF, unlike JavaScript', () => {
    const ids = ['\uFF5E', '\u{1F600}', '\uE000', '\u{10000}', 'z', '9', '10', '\uD7FF']
    expect(ids.sort(compareUtf8Descending)).toEqual([
      '\u{1F600}',
      '\u{10000}',
      '\uFF5E',
      '\uE000',
      '\uD7FF',
      'z',
      '9',
      '10',
    ])
  })
})

describe('rankDocuments', () => {
  test('gives a document the place of its best-ranked chunk', () => {
    const ranking = [
      { docId: 'b', score: 3 },
      { docId: 'a', score: 2 },
      { docId: 'b', score: 1 },
      { docId: 'c', score: 1 },
    ]
    expect(rankDocuments(ranking)).toEqual(['b', 'a', 'c'])
  })

  test('breaks ties by document id descending, 0 and -0 being a tie', () => {
    const ranking = ['k1', 'k3', 'k2'].map((docId, rank) => ({ docId, score: rank === 0 ? -0 : 0 }))
    expect(rankDocuments(ranking)).toEqual(['k3', 'k2', 'k1'])
  })

  test('orders infinite scores, equal ones by document id', () => {
    const scores = { a: Infinity, b: 1e308, c: Infinity, d: -Infinity }
    expect(rankDocuments(Object.entries(scores).map(([docId, score]) => ({ docId, score })))).toEqual([
      'c',
      'a',
      'b',
      'd',
    ])
  })

  test('refuses a score that is not a number', () => {
    expect(() => rankDocuments([{ docId: 'a', score: Number.NaN }])).toThrow(/document a/)
  })

  test('holds every document once, whatever the order of the lines', () => {
    const chunk = fc.record({ docId: wellFormed, score: fc.integer({ min: -3, max: 3 }) })
    const unique = fc.uniqueArray(chunk, { selector: ({ docId }) => docId })
    fc.assert(
      fc.property(unique, (chunks) => {
        const ranked = rankDocuments(chunks)
        expect(ranked.toSorted()).toEqual(chunks.map(({ docId }) => docId).sort())
        expect(rankDocuments(chunks.toReversed())).toEqual(ranked)
      }),
    )
  })
})
