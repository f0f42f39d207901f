import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assembleContext, type RankedChunk } from '../../../main/engine/generation/assemble-context.ts'
import { ContextSettings } from '../../../shared/domain/generation.ts'

const countTokens = (text: string) => text.match(/\S+/g)?.length ?? 0
const settingsOf = (settings: object) => ({ ...ContextSettings.parse({}), ...settings })
const chunkOf = (document: string, start: number, end: number, given: Partial<RankedChunk> = {}): RankedChunk => ({
  chunk: 0,
  docId: 'd',
  title: 'T',
  text: document.slice(start, end),
  start,
  end,
  score: 1,
  ...given,
})
const assemble = (ranked: readonly RankedChunk[], settings: object = {}) =>
  assembleContext({ ranked, settings: settingsOf(settings), countTokens })

describe('assembleContext', () => {
  const document = 'One two three. Four five six. Seven eight nine. Ten eleven twelve.'

  test('takes the top of the ranking above the floor', () => {
    const ranked = [0.9, 0.5, 0.4].map((score, chunk) => chunkOf(document, 0, 14, { chunk, score, docId: `${chunk}` }))
    expect(assemble(ranked, { passages: 2 }).map(({ chunk }) => chunk)).toEqual([0, 1])
    expect(assemble(ranked, { scoreFloor: 0.5 }).map(({ chunk }) => chunk)).toEqual([0, 1])
  })

  test('leaves out what an earlier passage of the same document holds, on both sides of it', () => {
    const ranked = [chunkOf(document, 15, 29), chunkOf(document, 0, 47, { chunk: 1 }), chunkOf(document, 2, 40)]
    expect(assemble(ranked).map(({ chunk, start, end, text }) => [chunk, start, end, text])).toEqual([
      [0, 15, 29, 'Four five six.'],
      [1, 0, 14, 'One two three.'],
      [1, 30, 47, 'Seven eight nine.'],
    ])
    expect(assemble(ranked, { removeOverlaps: false })).toHaveLength(3)
    expect(assemble([ranked[0]!, { ...ranked[0]!, docId: 'other' }])).toHaveLength(2)
  })

  test('cuts the passage that crosses the budget after a sentence, else after a word, and ends there', () => {
    const whole = chunkOf(document, 0, document.length)
    const other = chunkOf(document, 0, 3, { docId: 'other' })
    expect(assemble([whole, other], { budgetTokens: 8 }).map(({ text, tokens }) => [text, tokens])).toEqual([
      ['One two three. Four five six.', 6],
    ])
    expect(assemble([whole], { budgetTokens: 2 })[0]!.text).toBe('One two')
    expect(assemble([whole, other], { budgetTokens: 12 })).toHaveLength(1)
    expect(assemble([chunkOf('  \n ', 0, 4)])).toEqual([])
  })

  test('laws: texts are those of their ranges, disjoint, within the budget, and no character is halved', () => {
    const text = fc.array(fc.constantFrom('a', ' ', '😀', '. ', 'word', '漢字', '\n'), { maxLength: 60 })
    const ranges = fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 8 })
    const characters = (value: string) => Array.from(value).length
    fc.assert(
      fc.property(text, ranges, fc.integer({ min: 1, max: 30 }), (pieces, cuts, budgetTokens) => {
        const source = pieces.join('')
        const ranked = cuts
          .map(([a, b]) => [Math.min(a, b, source.length), Math.min(Math.max(a, b), source.length)] as const)
          .map(([start, end], chunk) => chunkOf(source, start, end, { chunk }))
        const passages = assembleContext({ ranked, settings: settingsOf({ budgetTokens }), countTokens: characters })
        const seen = new Set<number>()
        for (const passage of passages) {
          expect(passage.text).toBe(source.slice(passage.start, passage.end))
          expect(passage.text.isWellFormed()).toBe(true)
          for (let at = passage.start; at < passage.end; at++) {
            expect(seen.has(at)).toBe(false)
            seen.add(at)
          }
        }
        expect(passages.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budgetTokens)
      }),
    )
  })
})
