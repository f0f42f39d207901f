import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerWithoutCitations } from '../../../main/engine/generation/answer-without-citations.ts'
import { extractAnswer } from '../../../main/engine/generation/extract-answer.ts'
import { isAbstention } from '../../../main/engine/generation/is-abstention.ts'
import { readCitations } from '../../../main/engine/generation/read-citations.ts'
import { type AnswerFacts, triageAnswer } from '../../../main/engine/generation/triage-answer.ts'

describe('readCitations', () => {
  test.each([
    ['Paris [1].', [1], 0],
    ['A [2][1] and [2]', [2, 1], 0],
    ['A [1, 3]', [1, 3], 0],
    ['A [1-3]', [1, 2, 3], 0],
    ['A [3–1]', [3, 1], 0],
    ['A 【1】【2†source】', [1, 2], 0],
    ['A [^1] [source 2]', [1, 2], 0],
    ['A [0] [4] [4] [2-9]', [2, 3], 7],
    ['in [2020] a[i] [citation needed] []', [], 0],
  ])('%s', (text, citations, broken) => {
    expect(readCitations(text, 3)).toEqual({ citations, broken })
  })

  test('law: citations are within the passages, each once, and their text goes away', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(10), (numbers, count) => {
        const text = `Yes ${numbers.map((number) => `[${number}]`).join('')}`
        const { citations, broken } = readCitations(text, count)
        expect(citations.length + broken).toBe(new Set(numbers).size)
        expect(citations.every((number) => number >= 1 && number <= count)).toBe(true)
        expect(answerWithoutCitations(text)).toBe('Yes')
      }),
    )
  })
})

test('answerWithoutCitations: leaves the answer alone', () => {
  expect(answerWithoutCitations(' Paris [1], France [2][3].\n')).toBe('Paris, France.')
  expect(answerWithoutCitations('a [i] [citation needed]')).toBe('a [i] [citation needed]')
})

describe('isAbstention', () => {
  test.each([
    ['not found', true],
    ['Not found. [1]', true],
    ['**NOT FOUND**', true],
    ['The answer was not found in the provided sources.', true],
    ['Gold was not found', false],
    ['The wreck was not found until 1985 [1]', false],
    ['found', false],
    ['', false],
  ])('%s', (text, expected) => {
    expect(isAbstention(text, 'not found')).toBe(expected)
  })

  test.each([
    ['Nicht gefunden.', true],
    ['Die Antwort wurde in den Quellen nicht gefunden.', true],
    ['Die Antwort konnte im vorliegenden Text nicht gefunden werden.', true],
    ['Gold wurde nicht gefunden', false],
    ['La réponse n’a pas été trouvée dans les sources fournies.', true],
    ['Introuvable', true],
    ['L’or n’a pas été trouvé', false],
    ['No se encontró la respuesta en las fuentes.', true],
    ['No se encontró oro', false],
    ['La risposta non è stata trovata nelle fonti [1].', true],
    ['Non trovato', true],
    ['A resposta não foi encontrada no contexto fornecido.', true],
    ['Ouro não encontrado', false],
    ['Het antwoord is niet gevonden in de bronnen.', true],
    ['Niet gevonden in 1985', false],
  ])('in the language of the question: %s', (text, expected) => {
    expect(isAbstention(text, 'not found')).toBe(expected)
  })

  test('nothing abstains where it is not offered, and other words and scripts work', () => {
    expect(isAbstention('', '')).toBe(false)
    expect(isAbstention('not found', '')).toBe(false)
    expect(isAbstention('I DON’T know!', "I don't know")).toBe(true)
    expect(isAbstention('「見つかりません」', '見つかりません')).toBe(true)
  })
})

describe('extractAnswer', () => {
  const passages = [
    { title: 'Bridge', text: 'The old bridge was opened in March 1901. Clara Novak designed the bridge in Brno.' },
    { title: 'Tower', text: 'The tower is 84 metres high. It was closed because of heavy snow, and 12 workers left.' },
  ]
  const ask = (query: string) => extractAnswer({ query, passages, notFound: 'not found' }).text

  test.each([
    ['When was the old bridge opened?', 'March 1901 [1]'],
    ['Who designed the bridge?', 'Clara Novak [1]'],
    ['Where was the bridge designed?', 'Brno [1]'],
    ['How high is the tower?', '84 [2]'],
    ['How many workers left?', '12 [2]'],
    ['Why was the tower closed?', 'heavy snow [2]'],
    ['Who?', 'not found'],
    ['Which railway company bought Madrid airport?', 'not found'],
  ])('%s', (query, answer) => {
    expect(ask(query)).toBe(answer)
  })

  test('answers whatever it has when abstaining is not offered, and nothing from nothing', () => {
    expect(extractAnswer({ query: 'Madrid airport company', passages, notFound: '' }).text).toMatch(/\[\d\]$/)
    expect(extractAnswer({ query: 'Who?', passages: [], notFound: 'not found' }).text).toBe('not found')
    expect(extractAnswer({ query: 'Who?', passages: [], notFound: '' }).text).toBe('')
  })

  test('laws: deterministic, and an answer is a whole part of the passage that it cites', () => {
    const text = fc.array(fc.constantFrom('Ann ', 'built ', 'a ', '12 ', '漢字 ', '😀', '. ', 'tower'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(text, text, (query, body) => {
        const input = {
          query: query.join(''),
          passages: [{ title: 'Ann', text: body.join('') }],
          notFound: 'not found',
        }
        const answer = extractAnswer(input).text
        expect(extractAnswer(input).text).toBe(answer)
        const plain = answerWithoutCitations(answer)
        expect(plain.isWellFormed()).toBe(true)
        if (plain !== 'not found') expect(input.passages[0]!.text).toContain(plain)
      }),
    )
  })
})

describe('triageAnswer', () => {
  const wrong: AnswerFacts = {
    right: false,
    judgeOverruled: false,
    abstained: false,
    answerable: true,
    goldInRanking: true,
    goldSent: true,
    unsupported: null,
    formatValid: null,
  }

  test.each<[string, Partial<AnswerFacts>, ReturnType<typeof triageAnswer>]>([
    ['right', { right: true, goldInRanking: false }, null],
    ['gold not in the ranking', { goldInRanking: false, goldSent: false, unsupported: true }, 'notRetrieved'],
    ['gold ranked too low', { goldSent: false }, 'rankedLow'],
    ['gold sent and not used', {}, 'ignored'],
    ['abstained with gold in front of it', { abstained: true, formatValid: false }, 'ignored'],
    ['says what no source says', { unsupported: true, formatValid: false }, 'unsupported'],
    ['not in the form asked for', { formatValid: false }, 'format'],
    ['a person overruled the judge', { judgeOverruled: true, goldInRanking: false }, 'judgeError'],
    ['answered what has no answer', { answerable: false, goldInRanking: null, goldSent: null }, 'unanswerable'],
    ['abstained where there is no answer', { answerable: false, abstained: true }, null],
    ['nothing is known', { goldInRanking: null, goldSent: null }, null],
  ])('%s', (_, facts, expected) => {
    expect(triageAnswer({ ...wrong, ...facts })).toBe(expected)
  })
})
