import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { countTokens } from '../../../main/engine/chunking/count-tokens.ts'
import { tokenizeText } from '../../../main/engine/chunking/tokenize-text.ts'
import { cutsCharacter, nastyText } from './nasty-text.ts'

const fixture = new URL('../../../../shared/reference/text/tokens.json', import.meta.url)
const available = existsSync(fixture)

interface TokenCase {
  readonly id: string
  readonly text?: string
  readonly repeat?: { readonly text: string; readonly times: number }
  readonly expected: { readonly o200k_base: { readonly count: number } }
}

interface TokenFixture {
  readonly cases: readonly TokenCase[]
  readonly known_disagreements: readonly { readonly text: string; readonly o200k_base: { python_tiktoken: number[] } }[]
}

describe('tokenizeText', () => {
  it('gives as many tokens as the encoding, ends never fall and never cut a character', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const ends = tokenizeText(text)
        // Where gpt-tokenizer differs from the original encoding: it takes U+FEFF for white space, U+0085 not.
        if (!/[\ufeff\u0085]/.test(text)) {
          expect(ends.length).toBe(encode(text, { disallowedSpecial: new Set() }).length)
        }
        expect(ends.length).toBe(countTokens(text))
        expect(ends.at(-1) ?? 0).toBe(text.length)
        for (const [index, end] of ends.entries()) {
          expect(end).toBeGreaterThanOrEqual(ends[index - 1] ?? 1)
          expect(cutsCharacter(text, end)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('places the ends of whole-character tokens where the decoded tokens end', () => {
    const text = 'Tokens, numbers 12345 and 中文 in one line'
    expect([...tokenizeText(text)].map((end, index, ends) => text.slice(ends[index - 1] ?? 0, end)).join('|')).toBe(
      'Tokens|,| numbers| |123|45| and| 中文| in| one| line',
    )
  })

  it('gives all tokens of one emoji the end of that emoji', () => {
    const ends = [...tokenizeText('a🦩b')]
    expect(ends[0]).toBe(1)
    expect(ends.at(-1)).toBe(4)
    expect(ends.slice(1, -1).every((end) => end === 3)).toBe(true)
  })

  it('treats special tokens as text', () => {
    expect(tokenizeText('<|endoftext|>').length).toBeGreaterThan(1)
    expect(countTokens('a <|endofprompt|> b')).toBe(tokenizeText('a <|endofprompt|> b').length)
  })

  it('stays linear for one endless word', () => {
    const started = performance.now()
    let state = 1
    const text = Array.from({ length: 300_000 }, () => {
      state = (state * 48271) % 2147483647
      return 'acgt'[state % 4]
    }).join('')
    expect(tokenizeText(text).at(-1)).toBe(text.length)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe.skipIf(!available)(
  `countTokens, reference counts${available ? '' : ' (skipped: ../shared is not here)'}`,
  () => {
    const { cases, known_disagreements: disagreements } = available
      ? (JSON.parse(readFileSync(fixture, 'utf8')) as TokenFixture)
      : { cases: [], known_disagreements: [] }
    it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { text, repeat, expected }) => {
      const input = text ?? repeat!.text.repeat(repeat!.times)
      expect(countTokens(input)).toBe(expected.o200k_base.count)
      expect(tokenizeText(input).length).toBe(expected.o200k_base.count)
    })

    it('equals the original encoding where the JavaScript libraries do not', () => {
      for (const { text, o200k_base } of disagreements) {
        expect(countTokens(text), JSON.stringify(text)).toBe(o200k_base.python_tiktoken.length)
      }
    })
  },
)
