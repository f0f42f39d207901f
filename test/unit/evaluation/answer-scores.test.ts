import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { containsAnswer } from '../../../main/engine/evaluation/contains-answer.ts'
import { exactMatch } from '../../../main/engine/evaluation/exact-match.ts'
import { firstNumber } from '../../../main/engine/evaluation/first-number.ts'
import { jsonSchemaFault } from '../../../main/engine/evaluation/json-schema-fault.ts'
import { matchesJsonSchema } from '../../../main/engine/evaluation/matches-json-schema.ts'
import { matchesRegex } from '../../../main/engine/evaluation/matches-regex.ts'
import { normalizedAnswerWords } from '../../../main/engine/evaluation/normalized-answer-words.ts'
import { type RougeScores, rouge } from '../../../main/engine/evaluation/rouge.ts'
import { tokenF1 } from '../../../main/engine/evaluation/token-f1.ts'
import { withinTolerance } from '../../../main/engine/evaluation/within-tolerance.ts'
import { fixtures, readJson } from './read-trec-files.ts'

describe('exactMatch and tokenF1', () => {
  interface SquadCase {
    readonly id: string
    readonly prediction: string
    readonly golds: readonly string[]
    readonly normalized_prediction: string
    readonly normalized_golds: readonly string[]
    readonly exact_match: number
    readonly f1: number
  }
  const { cases } = readJson<{ cases: SquadCase[] }>(new URL('text/squad.json', fixtures))

  test('squad.json: normalised texts and exact match are equal, F1 to 1e-12', () => {
    expect(cases).toHaveLength(115)
    for (const { id, prediction, golds, ...expected } of cases) {
      expect(normalizedAnswerWords(prediction).join(' '), id).toBe(expected.normalized_prediction)
      expect(
        golds.map((gold) => normalizedAnswerWords(gold).join(' ')),
        id,
      ).toEqual(expected.normalized_golds)
      expect(exactMatch(prediction, golds), id).toBe(expected.exact_match)
      expect(Math.abs(tokenF1(prediction, golds) - expected.f1), id).toBeLessThanOrEqual(1e-12)
    }
  })

  test('without a reference answer there is no score', () => {
    expect([exactMatch('x', []), tokenF1('x', [])]).toEqual([Number.NaN, Number.NaN])
  })

  test('laws: F1 is symmetric and in 0–1, more references never lower it, and an exact match with words has F1 1', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.constantFrom('the', 'Cat', 'sat.')).map(String))
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const f1 = tokenF1(a, [b])
        expect(f1).toBeGreaterThanOrEqual(0)
        expect(f1).toBeLessThanOrEqual(1)
        expect(tokenF1(b, [a])).toBeCloseTo(f1, 12)
        expect(tokenF1(a, [b, c])).toBeGreaterThanOrEqual(f1)
        if (exactMatch(a, [b]) === 1 && normalizedAnswerWords(a).length > 0) expect(f1).toBe(1)
      }),
    )
  })
})

describe('rouge', () => {
  type Expected = RougeScores & { readonly tokens_prediction: number }
  interface RougeCase {
    readonly id: string
    readonly prediction: string
    readonly reference: string
    readonly expected: Readonly<Record<'google' | 'unicode', Expected>>
  }
  const { cases } = readJson<{ cases: RougeCase[] }>(new URL('text/rouge.json', fixtures))

  test('rouge.json: precision, recall and F of all three are equal to 1e-12 under both tokenizers', () => {
    expect(cases).toHaveLength(30)
    for (const { id, prediction, reference, expected } of cases) {
      for (const tokenizer of ['google', 'unicode'] as const) {
        const scores = rouge(prediction, reference, tokenizer)
        for (const measure of ['rouge1', 'rouge2', 'rougeL'] as const) {
          for (const part of ['precision', 'recall', 'f'] as const) {
            const difference = Math.abs(scores[measure][part] - expected[tokenizer][measure][part])
            expect(difference, `${id} ${tokenizer} ${measure} ${part}`).toBeLessThanOrEqual(1e-12)
          }
        }
      }
    }
  })

  test('laws: swapping the texts swaps precision and recall, and ROUGE-L never exceeds ROUGE-1', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'ü'), { maxLength: 12 }).map((list) => list.join(' '))
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [forward, backward] = [rouge(a, b), rouge(b, a)]
        expect(forward.rougeL.precision).toBe(backward.rougeL.recall)
        expect(forward.rouge2.recall).toBe(backward.rouge2.precision)
        expect(forward.rougeL.f).toBeLessThanOrEqual(forward.rouge1.f)
      }),
    )
  })
})

describe('containsAnswer', () => {
  test('finds any reference, whatever its case and encoding, and ignores empty ones', () => {
    expect(containsAnswer('It was the DENVER Broncos [1]', ['Carolina', 'denver broncos'])).toBe(true)
    expect(containsAnswer('cafe\u0301 au lait', ['Café'])).toBe(true)
    expect(containsAnswer('Denver', ['Denver Broncos'])).toBe(false)
    expect(containsAnswer('anything', ['', '  '])).toBe(undefined)
  })
})

describe('matchesRegex', () => {
  test('searches anywhere, with Unicode rules', () => {
    expect(matchesRegex('total: 42 €', String.raw`\d+ \p{Sc}`)).toBe(true)
    expect(matchesRegex('none', String.raw`^\d+$`)).toBe(false)
    expect(matchesRegex('a-b', String.raw`a\-b`)).toBe(true)
  })

  test('a pattern that backtracks without end is given up, and the next one works', () => {
    expect(matchesRegex(`${'a'.repeat(60)}!`, '^(a+)+$')).toBe(undefined)
    expect(matchesRegex('aaa', '^(a+)+$')).toBe(true)
  })

  test('what is no pattern is refused', () => {
    expect(() => matchesRegex('a', '(')).toThrow(SyntaxError)
  })

  test('a pattern is data: it does not run', () => {
    expect(matchesRegex('x', `'; globalThis.reached = true; '`)).toBe(false)
    expect('reached' in globalThis).toBe(false)
  })
})

describe('matchesJsonSchema', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['label'],
    properties: { label: { enum: ['yes', 'no'] }, at: { type: 'string', format: 'made-up' } },
    unknownKeyword: true,
  }

  test('takes JSON alone and in a fence, and says what is wrong', () => {
    expect(matchesJsonSchema('{"label":"yes","at":"x"}', schema)).toBe(true)
    expect(matchesJsonSchema('Here:\n```json\n{"label": "no"}\n```\nDone.', schema)).toBe(true)
    expect(matchesJsonSchema('{"label":"maybe"}', schema)).toBe(false)
    expect(jsonSchemaFault('{"label":"maybe"}', schema)).toBe('At /label: must be equal to one of the allowed values.')
    expect(jsonSchemaFault('{}', schema)).toContain('label')
    expect(jsonSchemaFault('yes', schema)).toBe('The answer is not JSON.')
    expect(matchesJsonSchema('null', { type: 'null' })).toBe(true)
  })

  test('two schemas of the same id do not disturb each other, and a reference elsewhere is an error', () => {
    expect(matchesJsonSchema('1', { $id: 'same', type: 'number' })).toBe(true)
    expect(matchesJsonSchema('1', { $id: 'same', type: 'string' })).toBe(false)
    expect(() => matchesJsonSchema('1', { $ref: 'https://example.org/other' })).toThrow()
  })
})

describe('firstNumber', () => {
  test.each([
    ['about 1,234 units', 1234],
    ['1,234,567.5', 1234567.5],
    ['1.234.567', 1234567],
    ['1.234,56 €', 1234.56],
    ['1,5 Liter', 1.5],
    ['0,125', 0.125],
    ['1.234', 1.234],
    ['12\u202f000', 12000],
    ["1'000'000", 1000000],
    ['-5 degrees', -5],
    ['(−5.5)', -5.5],
    ['pages 3-5', 3],
    ['1.2e-3', 0.0012],
    ['6.02 × 10^23', 6.02e23],
    ['3·10⁻² m', 0.03],
    ['.5', 0.5],
    ['Q3 of 2020', 2020],
    ['The 3rd.', 3],
    ['In 1990, 300 people', 1990],
    ['$4.2 million', 4.2],
    ['1,2345', 1.2345],
    ['5, 6', 5],
  ])('%s is %d', (text, value) => {
    expect(firstNumber(text)?.value).toBe(value)
  })

  test('nothing but words is no number', () => {
    expect(firstNumber('none of CO2, x_1 or a.b')).toBe(null)
  })

  test('law: reads back what JavaScript or English writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (decimal, whole) => {
        fc.pre(!Object.is(decimal, -0))
        expect(firstNumber(`It is ${decimal}.`)?.value).toBe(decimal)
        expect(firstNumber(`It is ${whole.toLocaleString('en-US')}.`)?.value).toBe(whole)
      }),
    )
  })
})

describe('withinTolerance', () => {
  const onePercent = { absolute: 0, relative: 0.01 }
  test('takes the wider of absolute and relative, any reference, and both readings of a percent sign', () => {
    expect(withinTolerance('about 101', ['100'], onePercent)).toBe(true)
    expect(withinTolerance('102', ['100'], onePercent)).toBe(false)
    expect(withinTolerance('102', ['100'], { absolute: 2, relative: 0.01 })).toBe(true)
    expect(withinTolerance('-100', ['100'], onePercent)).toBe(false)
    expect(withinTolerance('45%', ['0.45'], onePercent)).toBe(true)
    expect(withinTolerance('45', ['45 %'], onePercent)).toBe(true)
    expect(withinTolerance('0.45', ['45 %'], onePercent)).toBe(true)
    expect(withinTolerance('0.45', ['45'], onePercent)).toBe(false)
    expect(withinTolerance('0.3', ['0.2'], { absolute: 0.1, relative: 0 })).toBe(true)
    expect(withinTolerance('many', ['5'], onePercent)).toBe(false)
    expect(withinTolerance('5', ['many'], onePercent)).toBe(undefined)
  })
})
