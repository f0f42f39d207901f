import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBuiltinModel, encodeBuiltinModel } from '../../../main/engine/embedding/builtin-model-codec.ts'
import { embedWithBuiltin } from '../../../main/engine/embedding/embed-with-builtin.ts'
import { fitBuiltinEmbedder } from '../../../main/engine/embedding/fit-builtin-embedder.ts'
import { cosine, lengthOf } from './vectors.ts'

const settings = { variant: 'w384', seed: 0 } as const

const subjects = [
  'pump valve water pressure',
  'lamp light photon spectrum',
  'soil root moisture nutrient',
  'radio antenna packet',
]
const texts = Array.from({ length: 40 }, (_, index) => {
  const words = subjects[index % subjects.length]!.split(' ')
  return `${words[index % words.length]} ${words[(index + 1) % words.length]} report ${index} of ${words.join(' and ')}`
})

const someTexts = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.lorem({ maxCount: 12 }),
    fc.constantFrom('', ' ', 'the', 'x', '中文没有空格', 'same text twice', 'same text twice', '\ud800'),
  ),
  { maxLength: 12 },
)

describe('fitBuiltinEmbedder', () => {
  it('gives the same model for the same texts and seed, another for another seed', () => {
    const bytes = encodeBuiltinModel(fitBuiltinEmbedder(texts, settings))
    expect(encodeBuiltinModel(fitBuiltinEmbedder(texts, settings))).toEqual(bytes)
    expect(encodeBuiltinModel(fitBuiltinEmbedder(texts, { ...settings, seed: 1 }))).not.toEqual(bytes)
  })

  it('puts texts on one subject nearer than texts on another', () => {
    const model = fitBuiltinEmbedder(texts, settings)
    const water = embedWithBuiltin(model, 'water pressure')
    expect(cosine(water, embedWithBuiltin(model, 'valve of the pump'))).toBeGreaterThan(0.5)
    expect(cosine(water, embedWithBuiltin(model, 'photon spectrum'))).toBeLessThan(0.3)
  })

  it.each([
    ['no text', []],
    ['one text', ['alpha beta']],
    ['empty texts', ['', ' ', '']],
    ['one text many times', Array.from({ length: 30 }, () => 'alpha beta gamma')],
  ])('works on %s', (_name, corpus) => {
    for (const variant of ['w384', 'w512'] as const) {
      const model = fitBuiltinEmbedder(corpus, { variant, seed: 3 })
      const vector = embedWithBuiltin(model, 'alpha')
      expect(vector.length).toBe(variant === 'w384' ? 384 : 512)
      expect(lengthOf(vector)).toBeCloseTo(model.terms.has('alpha') ? 1 : 0, 6)
    }
  })
})

describe('embedWithBuiltin', () => {
  it('gives unit length, zero only without a known term, and equal vectors for equal texts, on any corpus', () => {
    fc.assert(
      fc.property(someTexts, fc.constantFrom('w384' as const, 'w512' as const), fc.nat(), (corpus, variant, seed) => {
        const model = fitBuiltinEmbedder(corpus, { variant, seed })
        for (const text of [...corpus, 'same text twice', 'unknown zyzzyva']) {
          const vector = embedWithBuiltin(model, text)
          expect(vector.every(Number.isFinite)).toBe(true)
          const length = lengthOf(vector)
          expect(Math.min(Math.abs(length), Math.abs(length - 1))).toBeLessThan(1e-6)
          expect(embedWithBuiltin(model, text)).toEqual(vector)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('gives the zero vector when no term is known', () => {
    const model = fitBuiltinEmbedder(texts, settings)
    for (const text of ['', 'the', 'zyzzyva']) expect(lengthOf(embedWithBuiltin(model, text))).toBe(0)
  })

  it('does not depend on the order of words, case or punctuation', () => {
    const model = fitBuiltinEmbedder(texts, settings)
    const similarity = cosine(embedWithBuiltin(model, 'Water, PRESSURE'), embedWithBuiltin(model, 'pressure; water?'))
    expect(similarity).toBeCloseTo(1, 6)
  })
})

describe('encodeBuiltinModel and decodeBuiltinModel', () => {
  it('restore a model that gives exactly the same vectors and bytes', () => {
    fc.assert(
      fc.property(someTexts, fc.constantFrom('w384' as const, 'w512' as const), (corpus, variant) => {
        const model = fitBuiltinEmbedder(corpus, { variant, seed: 5 })
        const bytes = encodeBuiltinModel(model)
        const restored = decodeBuiltinModel(bytes)
        expect(restored).toEqual(model)
        expect(encodeBuiltinModel(restored)).toEqual(bytes)
      }),
      { numRuns: 20 },
    )
  })

  it('read bytes that lie inside a larger buffer', () => {
    const bytes = encodeBuiltinModel(fitBuiltinEmbedder(texts, settings))
    const larger = new Uint8Array(bytes.length + 10)
    larger.set(bytes, 3)
    expect(encodeBuiltinModel(decodeBuiltinModel(larger.subarray(3, 3 + bytes.length)))).toEqual(bytes)
  })

  it.each([
    ['nothing', (_bytes: Uint8Array) => new Uint8Array(0)],
    ['other bytes', (_bytes: Uint8Array) => new Uint8Array(200)],
    ['a file cut short', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['another version', (bytes: Uint8Array) => bytes.with(8, 99)],
    ['an unknown variant', (bytes: Uint8Array) => bytes.with(12, 7)],
  ])('refuse %s', (_name, damage) => {
    const bytes = encodeBuiltinModel(fitBuiltinEmbedder(texts, settings))
    expect(() => decodeBuiltinModel(damage(bytes))).toThrow(/Build the index again/)
  })
})
