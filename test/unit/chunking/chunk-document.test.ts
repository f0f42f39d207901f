import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkDocument } from '../../../main/engine/chunking/chunk-document.ts'
import { chunkingKey } from '../../../main/engine/chunking/chunking-key.ts'
import { TokenizedText } from '../../../main/engine/chunking/tokenized-text.ts'
import { Chunking } from '../../../shared/domain/recipe.ts'
import { cutsCharacter, nastyText } from './nasty-text.ts'

const kinds = ['fixed', 'recursive', 'sentence', 'markdown'] as const

const sizes = fc
  .tuple(fc.oneof(fc.integer({ min: 16, max: 40 }), fc.integer({ min: 16, max: 300 })), fc.nat(1000))
  .map(([sizeTokens, share]) => ({ sizeTokens, overlapTokens: Math.floor((share / 1001) * sizeTokens) }))

function chunkTexts(text: string, chunking: Partial<Chunking>, syntax: 'plain' | 'markdown' = 'plain'): string[] {
  return chunkDocument({ text, syntax }, Chunking.parse(chunking)).map(({ start, end }) => text.slice(start, end))
}

describe('chunkDocument', () => {
  it.each(kinds)('%s keeps every law of chunks', (kind) => {
    fc.assert(
      fc.property(nastyText, sizes, fc.constantFrom('plain' as const, 'markdown' as const), (text, size, syntax) => {
        const chunking = Chunking.parse({ kind, ...size })
        const chunks = chunkDocument({ text, syntax }, chunking)
        const tokenized = new TokenizedText(text)
        const covered = new Uint8Array(text.length)
        for (const [index, { start, end, tokens }] of chunks.entries()) {
          const inside = text.slice(start, end)
          expect(inside.trim()).toBe(inside)
          expect(inside).not.toBe('')
          expect(cutsCharacter(text, start) || cutsCharacter(text, end)).toBe(false)
          expect(tokens).toBe(tokenized.tokensIn(start, end))
          expect(tokens).toBeGreaterThan(0)
          expect(tokens).toBeLessThanOrEqual(size.sizeTokens)
          const before = chunks[index - 1]
          if (before !== undefined) {
            expect(start).toBeGreaterThan(before.start)
            expect(end).toBeGreaterThan(before.end)
            expect(tokenized.tokensIn(start, before.end)).toBeLessThanOrEqual(size.overlapTokens)
          }
          covered.fill(1, start, end)
        }
        for (let at = 0; at < text.length; at++) {
          if (covered[at] === 0) expect(text[at]).toMatch(/\s/)
        }
        expect(chunkDocument({ text, syntax }, chunking)).toEqual(chunks)
      }),
      { numRuns: 250 },
    )
  })

  it('none keeps the whole document, also an empty one', () => {
    const none = Chunking.parse({ kind: 'none' })
    expect(chunkDocument({ text: '', syntax: 'plain' }, none)).toEqual([{ start: 0, end: 0, tokens: 0 }])
    expect(chunkDocument({ text: ' a b ', syntax: 'plain' }, none)).toEqual([{ start: 0, end: 5, tokens: 3 }])
  })

  it.each(kinds)('%s gives no chunk for white space alone', (kind) => {
    expect(chunkTexts('', { kind })).toEqual([])
    expect(chunkTexts(' \n\t\u00a0', { kind })).toEqual([])
  })

  it('fixed windows hold exactly the size and overlap', () => {
    const text = Array.from({ length: 100 }, (_, index) => `w${index % 10}`).join(' ')
    const tokenized = new TokenizedText(text)
    const chunks = chunkDocument(
      { text, syntax: 'plain' },
      Chunking.parse({ kind: 'fixed', sizeTokens: 20, overlapTokens: 5 }),
    )
    const ends = [...tokenized.tokenEnds]
    expect(chunks[0]).toEqual({ start: 0, end: ends[19], tokens: 20 })
    expect(ends.indexOf(chunks[1]!.end)).toBe(34)
    expect(chunks.length).toBe(Math.ceil((ends.length - 20) / 15) + 1)
  })

  it('recursive prefers paragraphs and overlaps by whole pieces', () => {
    const paragraph = (word: string) => `${`${word} `.repeat(9).trim()}.`
    const text = ['alpha', 'beta', 'gamma', 'delta'].map(paragraph).join('\n\n')
    expect(chunkTexts(text, { kind: 'recursive', sizeTokens: 24, overlapTokens: 0 })).toEqual([
      `${paragraph('alpha')}\n\n${paragraph('beta')}`,
      `${paragraph('gamma')}\n\n${paragraph('delta')}`,
    ])
    expect(chunkTexts(text, { kind: 'recursive', sizeTokens: 24, overlapTokens: 12 })).toEqual([
      `${paragraph('alpha')}\n\n${paragraph('beta')}`,
      `${paragraph('beta')}\n\n${paragraph('gamma')}`,
      `${paragraph('gamma')}\n\n${paragraph('delta')}`,
    ])
  })

  it('sentence never cuts a sentence that fits', () => {
    const sentences = Array.from({ length: 12 }, (_, index) => `Sentence number ${index} says a little more than that.`)
    const chunks = chunkTexts(sentences.join(' '), { kind: 'sentence', sizeTokens: 30, overlapTokens: 12 })
    for (const chunk of chunks) expect(chunk).toMatch(/^Sentence.*that\.$/)
    expect(chunks[1]!.startsWith(chunks[0]!.split(/(?<=\.) /).at(-1)!)).toBe(true)
  })

  it('sentence joins lines that were wrapped in mid-sentence', () => {
    const text =
      'This sentence was wrapped by an editor\nin the middle of the line. Here another one begins and goes on.'
    expect(chunkTexts(text, { kind: 'sentence', sizeTokens: 20, overlapTokens: 0 })).toEqual([
      'This sentence was wrapped by an editor\nin the middle of the line.',
      'Here another one begins and goes on.',
    ])
  })

  describe('markdown', () => {
    const filler = (words: number) => `${'word '.repeat(words).trim()}.`

    it('keeps a section with its subsections, and does not join across a higher heading', () => {
      const first = `# One\n\n${filler(10)}\n\n## One A\n\n${filler(14)}`
      const second = `# Two\n\n${filler(20)}`
      expect(
        chunkTexts(`${first}\n\n${second}\n`, { kind: 'markdown', sizeTokens: 40, overlapTokens: 8 }, 'markdown'),
      ).toEqual([first, second])
    })

    it('joins small sections under one parent', () => {
      const text = `# Top\n\n## A\n\n${filler(8)}\n\n## B\n\n${filler(8)}\n\n## C\n\n${filler(60)}`
      const chunks = chunkTexts(text, { kind: 'markdown', sizeTokens: 40, overlapTokens: 0 }, 'markdown')
      expect(chunks[0]).toBe(`# Top\n\n## A\n\n${filler(8)}\n\n## B\n\n${filler(8)}`)
      expect(chunks[1]!.startsWith('## C')).toBe(true)
    })

    it('keeps fenced code whole where it fits, and sees no heading in it', () => {
      const code = `\`\`\`sh\n# not a heading\n\n${'run --it\n'.repeat(5)}\`\`\``
      const text = `# Setup\n\n${filler(30)}\n\n${code}\n\n${filler(20)}`
      const chunks = chunkTexts(text, { kind: 'markdown', sizeTokens: 48, overlapTokens: 0 }, 'markdown')
      expect(chunks.some((chunk) => chunk.includes(code))).toBe(true)
    })

    it('keeps a table and a list whole where they fit', () => {
      const table = `| name | value |\n| --- | --- |\n${'| row | 1 |\n'.repeat(5)}`.trim()
      const list = ['- first item', '', '  with a second paragraph', '- second item', '- third item'].join('\n')
      const text = `# Data\n\n${filler(40)}\n\n${table}\n\n${filler(30)}\n\n${list}\n\n${filler(40)}`
      const chunks = chunkTexts(text, { kind: 'markdown', sizeTokens: 56, overlapTokens: 0 }, 'markdown')
      expect(chunks.some((chunk) => chunk.includes(table))).toBe(true)
      expect(chunks.some((chunk) => chunk.includes(list))).toBe(true)
    })

    it('sees underlined headings, but not in front matter', () => {
      const text = `---\ntitle: x\n---\n\nFirst\n=====\n\n${filler(30)}\n\nSecond\n======\n\n${filler(30)}`
      const chunks = chunkTexts(text, { kind: 'markdown', sizeTokens: 48, overlapTokens: 0 }, 'markdown')
      expect(chunks.length).toBe(2)
      expect(chunks[0]!.startsWith('---\ntitle: x\n---\n\nFirst')).toBe(true)
      expect(chunks[1]!.startsWith('Second')).toBe(true)
    })

    it('cuts plain documents as recursive', () => {
      const text = `# One\n\n${filler(30)}\n\n# Two\n\n${filler(30)}`
      const size = { sizeTokens: 40, overlapTokens: 10 }
      expect(chunkTexts(text, { kind: 'markdown', ...size })).toEqual(chunkTexts(text, { kind: 'recursive', ...size }))
    })
  })
})

describe('chunkingKey', () => {
  it('names every setting that matters and the algorithm version', () => {
    expect(chunkingKey(Chunking.parse({}))).toBe('recursive-400-50-title@1')
    expect(chunkingKey(Chunking.parse({ kind: 'fixed', sizeTokens: 200, overlapTokens: 0, includeTitle: false }))).toBe(
      'fixed-200-0-notitle@1',
    )
  })

  it('leaves out the sizes that none ignores', () => {
    expect(chunkingKey(Chunking.parse({ kind: 'none', sizeTokens: 200 }))).toBe(
      chunkingKey(Chunking.parse({ kind: 'none' })),
    )
  })
})
