import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuse } from '../../../main/engine/retrieval/fuse.ts'
import { type Candidate, compareCandidates } from '../../../main/ports/vector-store.ts'

const minMax = (alpha: number) => ({ kind: 'minmax', alpha }) as const
const rrf = (rankConstant: number) => ({ kind: 'rrf', rankConstant }) as const
const list = (...entries: [chunk: number, score: number][]): Candidate[] =>
  entries.map(([chunk, score]) => ({ chunk, score }))
const scores = (ranking: ReturnType<typeof fuse>) => ranking.map(({ chunk, score }) => [chunk, score])

/** Candidates of one side as a search gives them: distinct chunks, in order. Scores are 32-bit floats. */
const side = fc
  .uniqueArray(fc.tuple(fc.nat(30), fc.integer({ min: -64, max: 64 })), { selector: ([chunk]) => chunk, maxLength: 15 })
  .map((entries) =>
    list(...entries.map(([chunk, score]): [number, number] => [chunk, score / 8])).sort(compareCandidates),
  )
const fusion = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map(minMax),
  fc.integer({ min: 1, max: 1000 }).map(rrf),
)

describe('fuse: min-max', () => {
  test('scales each side to 0–1, weights it, and counts a chunk that a side did not return as 0', () => {
    const fulltext = list([1, 10], [2, 6], [3, 2])
    const vector = list([2, 0.9], [4, 0.7], [1, 0.5])
    expect(fuse({ fulltext, vector }, minMax(0.25), 10)).toEqual([
      { chunk: 1, score: 0.75, fulltextScore: 10, fulltextRank: 1, vectorScore: 0.5, vectorRank: 3 },
      { chunk: 2, score: 0.625, fulltextScore: 6, fulltextRank: 2, vectorScore: 0.9, vectorRank: 1 },
      {
        chunk: 4,
        score: expect.closeTo(0.125, 12),
        fulltextScore: null,
        fulltextRank: null,
        vectorScore: 0.7,
        vectorRank: 2,
      },
      { chunk: 3, score: 0, fulltextScore: 2, fulltextRank: 3, vectorScore: null, vectorRank: null },
    ])
  })

  test('a side whose candidates all score alike gives them 1', () => {
    const ranking = fuse({ fulltext: list([5, 3], [7, 3]), vector: list([9, 0.2]) }, minMax(0.4), 10)
    expect(scores(ranking)).toEqual([
      [5, 0.6],
      [7, 0.6],
      [9, 0.4],
    ])
  })

  test('a side that found nothing adds nothing', () => {
    expect(scores(fuse({ fulltext: [], vector: list([1, 0.5], [2, 0.1]) }, minMax(0.3), 10))).toEqual([
      [1, 0.3],
      [2, 0],
    ])
    expect(scores(fuse({ fulltext: list([1, 8], [2, 4]), vector: [] }, minMax(0.25), 10))).toEqual([
      [1, 0.75],
      [2, 0],
    ])
    expect(fuse({ fulltext: [], vector: [] }, minMax(0.3), 10)).toEqual([])
  })

  test.each([
    [0, 'fulltext'],
    [1, 'vector'],
  ] as const)('α = %s keeps the order of the %s side over its own candidates', (alpha, name) => {
    fc.assert(
      fc.property(side, side, (fulltext, vector) => {
        const own = { fulltext, vector }[name]
        const chunks = new Set(own.map(({ chunk }) => chunk))
        const ranking = fuse({ fulltext, vector }, minMax(alpha), 100).filter(({ chunk }) => chunks.has(chunk))
        expect(ranking.map(({ chunk }) => chunk)).toEqual(own.map(({ chunk }) => chunk))
      }),
    )
  })
})

describe('fuse: reciprocal ranks', () => {
  test('adds 1 / (constant + rank) of each side, ranks from 1', () => {
    const ranking = fuse({ fulltext: list([1, 9], [2, 8]), vector: list([2, 0.9], [3, 0.8]) }, rrf(60), 10)
    expect(scores(ranking)).toEqual([
      [2, 1 / 62 + 1 / 61],
      [1, 1 / 61],
      [3, 1 / 62],
    ])
  })

  test('the constant decides how much the first rank is worth', () => {
    const sides = { fulltext: list([1, 9], [2, 8], [3, 7]), vector: list([3, 0.9], [2, 0.8]) }
    expect(fuse(sides, rrf(1), 1)[0]).toMatchObject({ chunk: 3, score: 1 / 4 + 1 / 2 })
  })

  test('looks at ranks only', () => {
    fc.assert(
      fc.property(side, side, (fulltext, vector) => {
        const other = fulltext.map(({ chunk }, index) => ({ chunk, score: -index }))
        expect(scores(fuse({ fulltext, vector }, rrf(60), 100))).toEqual(
          scores(fuse({ fulltext: other, vector }, rrf(60), 100)),
        )
      }),
    )
  })
})

describe('fuse', () => {
  test('with one side searched, its scores and order stay as they are', () => {
    fc.assert(
      fc.property(side, fusion, (candidates, settings) => {
        const expected = candidates.map(({ chunk, score }) => [chunk, score])
        expect(scores(fuse({ fulltext: candidates, vector: null }, settings, 100))).toEqual(expected)
        expect(scores(fuse({ fulltext: null, vector: candidates }, settings, 100))).toEqual(expected)
      }),
    )
  })

  test('gives each candidate once, in order, at most k, and a smaller k is a prefix', () => {
    fc.assert(
      fc.property(side, side, fusion, fc.integer({ min: 1, max: 40 }), (fulltext, vector, settings, k) => {
        const all = fuse({ fulltext, vector }, settings, 100)
        const chunks = new Set([...fulltext, ...vector].map(({ chunk }) => chunk))
        expect(new Set(all.map(({ chunk }) => chunk))).toEqual(chunks)
        expect(all).toHaveLength(chunks.size)
        expect(all.toSorted(compareCandidates)).toEqual(all)
        expect(fuse({ fulltext, vector }, settings, k)).toEqual(all.slice(0, k))
        for (const { chunk, fulltextRank, vectorRank, fulltextScore, vectorScore } of all) {
          expect(fulltext[(fulltextRank ?? 0) - 1] ?? null).toEqual(
            fulltextRank === null ? null : { chunk, score: fulltextScore },
          )
          expect(vector[(vectorRank ?? 0) - 1] ?? null).toEqual(
            vectorRank === null ? null : { chunk, score: vectorScore },
          )
        }
      }),
    )
  })
})
