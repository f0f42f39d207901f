import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anchorSpan } from '../../../main/engine/datasets/storing/anchor-span.ts'

const text = 'The leaf sensor lasts two years.\nThe root probe\n  lasts two years, too. The hub lasts longer.'
const spanOf = (quote: string, from = 0) => {
  const start = text.indexOf(quote, from)
  return { start, end: start + quote.length, quote }
}

describe('anchorSpan', () => {
  test('offsets without a quote: taken as they are, with the text there', () => {
    expect(anchorSpan(text, { start: 4, end: 15, quote: null })).toEqual({ start: 4, end: 15, quote: 'leaf sensor' })
  })
  test('offsets that the quote confirms: taken as they are', () => {
    expect(anchorSpan(text, { start: 4, end: 15, quote: 'leaf sensor' })).toEqual(spanOf('leaf sensor'))
  })
  test('a start without an end: reaches as far as the quote', () => {
    expect(anchorSpan(text, { start: 16, end: null, quote: 'lasts' })).toEqual(spanOf('lasts'))
  })
  test('offsets that the quote contradicts: the quote wins', () => {
    expect(anchorSpan(text, { start: 0, end: 11, quote: 'leaf sensor' })).toEqual(spanOf('leaf sensor'))
  })
  test('a quote that stands several times: the place nearest to the stated start, else the first', () => {
    const second = spanOf('two years', 30)
    expect(anchorSpan(text, { start: second.start + 5, end: null, quote: 'two years' })).toEqual(second)
    expect(anchorSpan(text, { start: null, end: null, quote: 'two years' })).toEqual(spanOf('two years'))
  })
  test('a quote with other white space: found, and the span covers what stands there', () => {
    const stands = spanOf('root probe\n  lasts two')
    expect(anchorSpan(text, { start: null, end: null, quote: ' root probe lasts\ntwo ' })).toEqual(stands)
    expect(anchorSpan(text, { start: 30, end: 52, quote: 'root probe lasts two' })).toEqual(stands)
  })
  test('a quote that is gone, offsets out of range, an empty span: stale', () => {
    expect(anchorSpan(text, { start: 4, end: 15, quote: 'stem sensor' })).toBeNull()
    expect(anchorSpan(text, { start: 4, end: 1000, quote: null })).toBeNull()
    expect(anchorSpan(text, { start: 4, end: 4, quote: null })).toBeNull()
    expect(anchorSpan(text, { start: -1, end: 4, quote: null })).toBeNull()
    expect(anchorSpan(text, { start: null, end: null, quote: '  ' })).toBeNull()
    expect(anchorSpan('', { start: 0, end: 1, quote: 'a' })).toBeNull()
  })
  test('a span of the text: is found again after the document changed before it', () => {
    const anchored = anchorSpan(text, { start: null, end: null, quote: 'The hub lasts longer.' })!
    const moved = anchorSpan(`New first line.\n${text}`, anchored)
    expect(moved).toEqual({ ...anchored, start: anchored.start + 16, end: anchored.end + 16 })
  })
  test('law: whatever is found is the text there, and any slice of the text is found at its place', () => {
    const place = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat())
    fc.assert(
      fc.property(place, ([document, a, b]) => {
        const start = a % document.length
        const end = start + 1 + (b % (document.length - start))
        const quote = document.slice(start, end)
        expect(anchorSpan(document, { start, end, quote: null })).toEqual({ start, end, quote })
        expect(anchorSpan(document, { start, end, quote })).toEqual({ start, end, quote })
        const byQuote = anchorSpan(document, { start: null, end: null, quote })
        if (quote.trim() !== '') expect(byQuote?.quote).toBe(quote)
      }),
    )
  })
  test('law: never throws and never leaves the text', () => {
    const stated = fc.record({
      start: fc.option(fc.integer({ min: -5, max: 60 })),
      end: fc.option(fc.integer({ min: -5, max: 60 })),
      quote: fc.option(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n') })),
    })
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t') }), stated, (document, span) => {
        const found = anchorSpan(document, span)
        if (found === null) return
        expect(found.quote).toBe(document.slice(found.start, found.end))
        expect(found.end).toBeGreaterThan(found.start)
      }),
    )
  })
})
