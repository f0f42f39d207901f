import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wordDiff } from '../../../renderer/features/compare/word-diff.ts'

const words = fc.array(fc.constantFrom('the', 'valve', 'is', 'red', 'blue', '\n', '  ', '<b>', 'é', '24'), {
  maxLength: 30,
})

describe('wordDiff', () => {
  test('marks the words that the other answer lacks', () => {
    expect(wordDiff('cover lasts 24 months', 'cover lasts 12 months')).toEqual([
      { text: 'cover lasts ', isOwn: false },
      { text: '24', isOwn: true },
      { text: ' months', isOwn: false },
    ])
  })

  test('joined, the pieces are the text; equal texts have no mark', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [text, other] = [a.join(' '), b.join(' ')]
        expect(
          wordDiff(text, other)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
        expect(wordDiff(text, text).some(({ isOwn }) => isOwn)).toBe(false)
      }),
    )
  })

  test('texts without anything in common are not marked word by word', () => {
    const [text, other] = ['a', 'b'].map((letter) =>
      Array.from({ length: 2000 }, (_, index) => `${letter}${index}`).join(' '),
    )
    expect(wordDiff(text!, other!)).toEqual([{ text, isOwn: false }])
  })
})
