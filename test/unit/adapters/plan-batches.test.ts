import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planBatches } from '../../../main/adapters/openai/plan-batches.ts'
import { countTokens } from '../../../main/engine/chunking/count-tokens.ts'
import { numbered } from '../../contract/support/embed-with.ts'
import { embeddingTokens } from '../../support/openai-server/embeddings-request.ts'

describe('planBatches', () => {
  const sentences = [
    'Plain English words, a few of them. ',
    'हिन्दी का वाक्य। ',
    '日本語の文章です。',
    'x = f(3.14159, "é")\n',
    '😀',
  ]
  const text = fc
    .record({
      sentence: fc.constantFrom(...sentences),
      times: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 4000 })),
    })
    .map(({ sentence, times }) => sentence.repeat(times))

  test('covers all texts in order and never goes over the limits', () => {
    // Counting each of few distinct texts once is what makes hundreds of long ones affordable.
    const counted = new Map<string, number>()
    const count = (value: string) => {
      if (!counted.has(value)) counted.set(value, countTokens(value))
      return counted.get(value)!
    }
    const property = fc.property(
      fc.array(text, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 600 }),
      fc.integer({ min: 1, max: 4000 }),
      (distinct, picks, batchInputs) => {
        const texts = picks.map((pick) => distinct[pick % distinct.length]!)
        const trueTokens = new Map(distinct.map((value) => [value, embeddingTokens(value)]))
        const batches = planBatches(texts, batchInputs, count)
        expect(batches.flatMap(({ first, count: size }) => Array.from({ length: size }, (_, i) => first + i))).toEqual([
          ...texts.keys(),
        ])
        for (const { first, count: size } of batches) {
          expect(size).toBeGreaterThan(0)
          expect(size).toBeLessThanOrEqual(Math.min(batchInputs, 2048))
          const tokens = texts.slice(first, first + size).reduce((sum, value) => sum + trueTokens.get(value)!, 0)
          if (size > 1) expect(tokens).toBeLessThanOrEqual(300_000)
        }
      },
    )
    fc.assert(property, { numRuns: 40 })
  })

  test('thousands of short texts are cut at 2,048', () => {
    const batches = planBatches(numbered(5000), 4096, countTokens)
    expect(batches.map(({ count }) => count)).toEqual([2048, 2048, 904])
  })

  test('a text over the limit on its own is sent alone', () => {
    const batches = planBatches(['a', 'word '.repeat(400_000), 'b'], 512, countTokens)
    expect(batches).toEqual([
      { first: 0, count: 1 },
      { first: 1, count: 1 },
      { first: 2, count: 1 },
    ])
  })
})
