import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CharacterRanges } from '../../../main/engine/evaluation/character-ranges.ts'
import { createTokenRuler } from '../../../main/engine/evaluation/create-token-ruler.ts'
import { type ChunkRange, type DocumentRange, spanMeasures } from '../../../main/engine/evaluation/span-measures.ts'
import type { TokenRuler } from '../../../main/engine/evaluation/token-ruler.ts'
import { rankCutoffs, retrievalMetrics, tokenBudgets } from '../../../shared/domain/metric.ts'
import { readJson, sharedChunking } from './read-trec-files.ts'

const names = retrievalMetrics.map(({ name }) => name)
const depths = [...rankCutoffs, ...tokenBudgets.map((budget) => `${budget}tokens`)]
/** One token for each character. */
const characterRuler: TokenRuler = {
  tokensIn: (_, start, end) => Math.max(0, end - start),
  endAfter: (_, start, tokens) => start + tokens,
}

function score(
  ranking: readonly ChunkRange[],
  goldSpans: readonly DocumentRange[],
  { ruler = characterRuler, rankingLimit = 1000 }: { ruler?: TokenRuler; rankingLimit?: number } = {},
) {
  const output = new Float64Array(names.length).fill(-1)
  spanMeasures({ ranking, goldSpans, rankingLimit, ruler }, output)
  return (name: string): number => {
    expect(names).toContain(name)
    return output[names.indexOf(name)]!
  }
}

const inDocument = ([start, end]: readonly number[]): DocumentRange => ({ docId: 'd', start: start!, end: end! })
const asChunk = (range: DocumentRange): ChunkRange => ({ ...range, tokens: range.end - range.start })

interface SpanCase {
  readonly recall: number | null
  readonly precision: number | null
  readonly iou: number
}

interface ReferenceDocument {
  readonly questions: readonly { readonly id: string; readonly spans: readonly (readonly number[])[] }[]
  readonly chunkings: Readonly<
    Record<
      string,
      {
        readonly chunks: readonly (readonly number[])[]
        readonly per_question: readonly (SpanCase & { readonly id: string; readonly retrieved: readonly number[] })[]
      }
    >
  >
}

const available = existsSync(sharedChunking)

describe.skipIf(!available)(`span measures reference${available ? '' : ' (skipped: ../shared is not here)'}`, () => {
  const expectAtFive = (of: (name: string) => number, expected: SpanCase, where: string) => {
    for (const [name, value] of [
      ['spanRecall@5', expected.recall],
      ['spanPrecision@5', expected.precision],
      ['spanIou@5', expected.iou],
    ] as const) {
      if (value === null) expect(of(name), where).toBeNaN()
      else expect(Math.abs(of(name) - value), where).toBeLessThanOrEqual(1e-12)
    }
    return 3
  }

  test('spans.json: every hand-made case is equal', () => {
    const { cases } = readJson<{
      cases: { id: string; spans: number[][]; chunks: number[][]; retrieved: number[]; expected: SpanCase }[]
    }>(new URL('spans.json', sharedChunking))
    let compared = 0
    for (const { id, spans, chunks, retrieved, expected } of cases) {
      const ranking = retrieved.map((chunk) => asChunk(inDocument(chunks[chunk]!)))
      compared += expectAtFive(score(ranking, spans.map(inDocument)), expected, id)
    }
    expect(compared).toBe(18 * 3)
  })

  test.each([
    ['state_of_the_union', 76],
    ['wikitexts', 144],
  ])('%s: every question under both chunkings is equal', (name, questionCount) => {
    const { questions, chunkings } = readJson<ReferenceDocument>(new URL(`${name}.json`, sharedChunking))
    const spansOf = new Map(questions.map(({ id, spans }) => [id, spans]))
    let compared = 0
    for (const [chunking, { chunks, per_question: perQuestion }] of Object.entries(chunkings)) {
      for (const question of perQuestion) {
        const ranking = question.retrieved.map((chunk) => asChunk(inDocument(chunks[chunk]!)))
        const of = score(ranking, spansOf.get(question.id)!.map(inDocument))
        compared += expectAtFive(of, question, `${chunking} ${question.id}`)
      }
    }
    expect(compared).toBe(questionCount * 2 * 3)
  })
})

const documentLength = 1500
const docId = fc.constantFrom('a', 'b', 'c')
const range = (maxLength: number) =>
  fc
    .record({ docId, start: fc.nat(documentLength - 1), length: fc.nat(maxLength) })
    .map(({ docId, start, length }) => ({ docId, start, end: Math.min(documentLength, start + length) }))
const goldSpans = fc.array(range(200), { maxLength: 6 })
const tokenEnds = (lengths: readonly number[]) => {
  const ends: number[] = []
  let end = 0
  for (let at = 0; end < documentLength; at++) {
    end = Math.min(documentLength, end + lengths[at % lengths.length]!)
    ends.push(end)
  }
  return ends
}

describe('spanMeasures', () => {
  test('skips text already taken and cuts the chunk that crosses a budget', () => {
    const of = score(
      [
        { docId: 'd', start: 0, end: 400, tokens: 400 },
        { docId: 'd', start: 300, end: 700, tokens: 400 },
      ],
      [{ docId: 'd', start: 450, end: 550 }],
    )
    expect(of('spanRecall@500tokens')).toBe(0.5)
    expect(of('spanPrecision@500tokens')).toBe(0.1)
    expect(of('spanIou@500tokens')).toBe(50 / 550)
    expect(of('spanRecall@1000tokens')).toBe(1)
    expect(of('spanPrecision@1000tokens')).toBe(100 / 700)
  })

  test('depths that were not asked for are missing; an exhausted ranking is not', () => {
    const gold = [{ docId: 'd', start: 0, end: 10 }]
    const ranking = [0, 300].map((start) => ({ docId: 'd', start, end: start + 300, tokens: 300 }))
    const cutOff = score(ranking, gold, { rankingLimit: 2 })
    expect(cutOff('spanRecall@1')).toBe(1)
    expect(cutOff('spanRecall@3')).toBeNaN()
    expect(cutOff('spanRecall@500tokens')).toBe(1)
    expect(cutOff('spanRecall@1000tokens')).toBeNaN()
    const exhausted = score(ranking, gold, { rankingLimit: 3 })
    expect(exhausted('spanRecall@3')).toBe(1)
    expect(exhausted('spanPrecision@4000tokens')).toBe(10 / 600)
  })

  test('a budget that the last chunk asked for fills exactly is not missing', () => {
    const ranking = [0, 250].map((start) => ({ docId: 'd', start, end: start + 250, tokens: 250 }))
    const of = score(ranking, [{ docId: 'd', start: 240, end: 260 }], { rankingLimit: 2 })
    expect(of('spanRecall@500tokens')).toBe(1)
    expect(of('spanPrecision@500tokens')).toBe(20 / 500)
    expect(of('spanRecall@1000tokens')).toBeNaN()
  })

  test('gold in a document that was not retrieved counts against recall', () => {
    const of = score(
      [{ docId: 'd', start: 0, end: 10, tokens: 10 }],
      [
        { docId: 'd', start: 0, end: 10 },
        { docId: 'e', start: 0, end: 30 },
      ],
    )
    expect(of('spanRecall@1')).toBe(0.25)
    expect(of('spanPrecision@1')).toBe(1)
    expect(of('spanIou@1')).toBe(0.25)
  })

  test('nothing retrieved: recall and IoU are 0, precision is missing', () => {
    const of = score([], [{ docId: 'd', start: 0, end: 10 }])
    for (const depth of depths) {
      expect(of(`spanRecall@${depth}`)).toBe(0)
      expect(of(`spanIou@${depth}`)).toBe(0)
      expect(of(`spanPrecision@${depth}`)).toBeNaN()
    }
  })

  test('equals sets of characters, at every k and budget', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(lengths, fc.array(range(600), { maxLength: 25 }), goldSpans, (tokenLengths, ranges, gold) => {
        const ends = tokenEnds(tokenLengths)
        const ruler = createTokenRuler(() => ends)
        // Chunks begin and end at token boundaries here, so that a budget has one possible cut.
        const boundary = (offset: number) => ends.findLast((end) => end <= offset) ?? 0
        const ranking = ranges.map(({ docId, start, end }) => {
          const aligned = { docId, start: boundary(start), end: boundary(end) }
          return { ...aligned, tokens: ruler.tokensIn(docId, aligned.start, aligned.end) }
        })
        const of = score(ranking, gold, { ruler })
        const isTokenEnd = new Set(ends)
        const charactersOf = ({ docId, start, end }: DocumentRange) =>
          Array.from({ length: Math.max(0, end - start) }, (_, index) => `${docId}${start + index}`)
        const goldSet = new Set(gold.flatMap(charactersOf))
        const expectSets = (depth: string | number, retrieved: ReadonlySet<string>) => {
          const found = [...retrieved].filter((character) => goldSet.has(character)).length
          expect(of(`spanRecall@${depth}`)).toBe(found / goldSet.size)
          expect(of(`spanPrecision@${depth}`)).toBe(found / retrieved.size)
          expect(of(`spanIou@${depth}`)).toBe(found / new Set([...retrieved, ...goldSet]).size)
        }
        for (const k of rankCutoffs) expectSets(k, new Set(ranking.slice(0, k).flatMap(charactersOf)))
        for (const budget of tokenBudgets) {
          const reading = [...new Set(ranking.flatMap(charactersOf))]
          let tokens = 0
          let last = 0
          for (const [index, character] of reading.entries()) {
            if (!isTokenEnd.has(Number(character.slice(1)) + 1)) continue
            if (++tokens > budget) break
            last = index + 1
          }
          expectSets(`${budget}tokens`, new Set(reading.slice(0, last)))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('all values are fractions, and recall rises with k and with the budget, wherever chunks are cut', () => {
    const lengths = fc
      .array(fc.nat(5), { minLength: 1, maxLength: 20 })
      .filter((list) => list.some((length) => length > 0))
    const chunks = fc.array(fc.tuple(range(900), fc.nat(40)), { maxLength: 120 })
    fc.assert(
      fc.property(lengths, chunks, goldSpans, (tokenLengths, ranges, gold) => {
        const ends = tokenEnds(tokenLengths)
        const ruler = createTokenRuler(() => ends)
        // A chunk's own token count may differ from the document's tokens in its range.
        const ranking = ranges.map(([chunk, extra]) => ({
          ...chunk,
          tokens: ruler.tokensIn(chunk.docId, chunk.start, chunk.end) + extra,
        }))
        const of = score(ranking, gold, { ruler })
        for (const depth of depths) {
          for (const family of ['spanRecall', 'spanPrecision', 'spanIou']) {
            const value = of(`${family}@${depth}`)
            expect(Number.isNaN(value) || (value >= 0 && value <= 1)).toBe(true)
          }
        }
        for (const part of [depths.slice(0, rankCutoffs.length), depths.slice(rankCutoffs.length)]) {
          const values = part.map((depth) => of(`spanRecall@${depth}`)).filter((value) => !Number.isNaN(value))
          expect(values.toSorted((a, b) => a - b)).toEqual(values)
        }
      }),
    )
  })
})

describe('CharacterRanges', () => {
  test('equals a set of characters', () => {
    const offset = fc.nat(60)
    fc.assert(
      fc.property(fc.array(fc.tuple(offset, offset)), offset, offset, (added, start, end) => {
        const ranges = new CharacterRanges()
        const set = new Set<number>()
        const within = (from: number, to: number) =>
          Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
        for (const [from, to] of added) {
          const expected = within(from, to).filter((character) => !set.has(character))
          const pieces = ranges.add(from, to)
          const covered: number[] = []
          for (let at = 0; at < pieces.length; at += 2) covered.push(...within(pieces[at]!, pieces[at + 1]!))
          expect(covered).toEqual(expected)
          for (const character of expected) set.add(character)
          expect(ranges.size).toBe(set.size)
        }
        expect(ranges.countIn(start, end)).toBe(within(start, end).filter((character) => set.has(character)).length)
      }),
    )
  })
})

describe('createTokenRuler', () => {
  const ends = fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }).map((lengths) => {
    let end = 0
    return lengths.map((length) => (end += length))
  })
  const offset = fc.nat(100)

  test('keeps the laws of a ruler', () => {
    fc.assert(
      fc.property(ends, fc.tuple(offset, offset, offset), fc.nat(50), (tokenEnds, offsets, tokens) => {
        const ruler = createTokenRuler(() => tokenEnds)
        const [start, middle, end] = offsets.toSorted((a, b) => a - b) as [number, number, number]
        expect(ruler.tokensIn('d', start, middle) + ruler.tokensIn('d', middle, end)).toBe(
          ruler.tokensIn('d', start, end),
        )
        const cut = ruler.endAfter('d', start, tokens)
        expect(cut).toBeGreaterThanOrEqual(start)
        expect(ruler.endAfter('d', start, tokens + 1)).toBeGreaterThanOrEqual(cut)
        expect(ruler.tokensIn('d', start, cut)).toBeLessThanOrEqual(tokens)
      }),
      { numRuns: 1000 },
    )
  })

  test('takes a character of several tokens whole or not at all', () => {
    const ruler = createTokenRuler(() => [3, 5, 5, 5, 8])
    expect([0, 1, 2, 3, 4, 5, 6].map((tokens) => ruler.endAfter('d', 0, tokens))).toEqual([0, 3, 3, 3, 5, 8, 8])
    expect(ruler.endAfter('d', 4, 2)).toBe(4)
    expect(ruler.tokensIn('d', 0, 5)).toBe(4)
  })
})
