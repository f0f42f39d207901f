import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { termsOfText } from '../../../main/engine/embedding/terms-of-text.ts'

describe('termsOfText', () => {
  it('drops stop words and English suffixes', () => {
    expect(termsOfText("The sensors don't report, they were reporting!")).toEqual(['sensor', 'report', 'report'])
  })

  it('gives one term for composed, decomposed, full-width and upper-case forms', () => {
    const [term] = termsOfText('café')
    for (const form of ['cafe\u0301', 'CAFÉ', 'ｃａｆｅ', 'cafe']) expect(termsOfText(form)).toEqual([term])
    expect(termsOfText('한국어')).toEqual(termsOfText('한국어'.normalize('NFD')))
  })

  it('cuts scripts without spaces into words', () => {
    expect(termsOfText('东京是日本的首都').length).toBeGreaterThan(2)
    expect(termsOfText('東京は日本の首都です').length).toBeGreaterThan(2)
    expect(termsOfText('ภาษาไทยไม่มีวรรคระหว่างคำ').length).toBeGreaterThan(2)
  })

  it('finds no terms in punctuation and white space', () => {
    expect(termsOfText('')).toEqual([])
    expect(termsOfText(' \n…— !?\u{1F600}')).toEqual([])
  })

  it('never gives an empty term, or one with a line end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const term of termsOfText(text)) expect(term).toMatch(/^[^\n]+$/)
        expect(termsOfText(text)).toEqual(termsOfText(text))
      }),
    )
  })
})
