import { calcPrice } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { bundledPriceBook } from '../../../main/adapters/genai-prices/bundled-price-book.ts'
import { priceOf } from '../../../main/engine/cost/price-of.ts'
import { priceOfSearch } from '../../../main/engine/cost/price-of-search.ts'
import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import { defaultProvider, ModelProvider } from '../../../shared/domain/model-provider.ts'
import { PriceOverrides, priceKey } from '../../../shared/domain/price-overrides.ts'

const now = new Date('2026-11-01T00:00:00Z')
const at = (baseUrl: string) => ({ ...defaultProvider, baseUrl })

function price(model: string, provider: ModelProvider = defaultProvider, prices: unknown = undefined) {
  return priceOf(model, provider, { get: (name) => (name === 'prices' ? prices : undefined) }, bundledPriceBook, now)
}

describe('price of a model', () => {
  test('comes from the book with its source and date', () => {
    expect(price('gpt-5.4')).toEqual({
      inputUsdPerMillionTokens: 2.5,
      cachedInputUsdPerMillionTokens: 0.25,
      outputUsdPerMillionTokens: 15,
      longPrompts: {
        aboveInputTokens: 271_999,
        inputUsdPerMillionTokens: 5,
        cachedInputUsdPerMillionTokens: 0.5,
        outputUsdPerMillionTokens: 22.5,
      },
      source: '@pydantic/genai-prices 0.1.8, 2026-09-23',
    })
  })

  test('of a tuned model is its own, not that of its base', () => {
    expect(price('gpt-4o-mini')?.inputUsdPerMillionTokens).toBe(0.15)
    expect(price('ft:gpt-4o-mini-2024-07-18:acme::x')?.inputUsdPerMillionTokens).toBe(0.3)
  })

  test('a dated snapshot has the price of its family', () => {
    expect(price('gpt-5.4-2026-03-05')).toEqual(price('gpt-5.4'))
  })

  test.each([
    ['a model that is not in the book', 'gpt-of-nobody', defaultProvider],
    ['an endpoint that is not in the book', 'gpt-5.4', at('https://models.example.com/v1')],
    ['an endpoint that only looks like a known one', 'gpt-5.4', at('https://models.example.com/api.openai.com')],
    ['a host that only begins like a known one', 'gpt-5.4', at('https://api.openai.com.example.com/v1')],
    ['a fine-tuned model', 'ft:gpt-4.1-mini:example', defaultProvider],
    ['a fine-tuned model that the book takes for its base', 'ft:gpt-4-0613:acme::x', defaultProvider],
  ])('is null, not 0, for %s', (_name, model, provider) => {
    expect(price(model, provider)).toBeNull()
  })

  test.each(['http://localhost:11434/v1', 'http://127.0.0.1:8080/v1', 'http://[::1]:1234/v1'])(
    'is 0 and local at %s',
    (baseUrl) => {
      expect(price('anything', at(baseUrl))).toMatchObject({ outputUsdPerMillionTokens: 0, source: 'local' })
    },
  )

  test('is not 0 for a name that only begins like this machine', () => {
    expect(price('anything', at('http://localhost.example.com/v1'))).toBeNull()
    expect(price('anything', at('http://127.0.0.1.example.com/v1'))).toBeNull()
  })

  test('the built-in reader is free', () => {
    expect(price('extractive')).toMatchObject({ inputUsdPerMillionTokens: 0, source: 'local' })
  })

  test("the user's entry goes before the book and before this machine", () => {
    const entry = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 }
    const local = at('http://localhost:4000/v1')
    const prices = PriceOverrides.parse({
      [priceKey(defaultProvider, 'gpt-5.4')]: entry,
      [priceKey(local, 'org/model')]: entry,
    })
    expect(Object.keys(prices)).toEqual(['api.openai.com/gpt-5.4', 'localhost:4000/org/model'])
    const expected = { ...entry, cachedInputUsdPerMillionTokens: 1, source: 'your entry' }
    expect(price('gpt-5.4', defaultProvider, prices)).toEqual(expected)
    expect(price('org/model', local, prices)).toEqual(expected)
  })

  test('an embedder has a price without one for its output, a model that answers has not', () => {
    const settings = { get: () => undefined }
    const model = 'text-embedding-3-small'
    expect(priceOf(model, defaultProvider, settings, bundledPriceBook, now, 'input')).toMatchObject({
      inputUsdPerMillionTokens: 0.02,
    })
    expect(priceOf(model, defaultProvider, settings, bundledPriceBook, now)).toBeNull()
  })

  test('Azure and Anthropic have prices of their own', () => {
    const azure = ModelProvider.parse({ kind: 'azure', baseUrl: 'https://mine.openai.azure.com' })
    expect(price('gpt-4o', azure)).toMatchObject({ inputUsdPerMillionTokens: 2.5 })
    expect(price('claude-sonnet-4-5-20250929', ModelProvider.parse({ kind: 'anthropic' }))).toMatchObject({
      outputUsdPerMillionTokens: 15,
    })
  })
})

test.each([
  ['https://api.openai.com/v1', 'api.openai.com/org/m'],
  ['HTTPS://API.OpenAI.com:443', 'api.openai.com/org/m'],
  ['http://localhost:8000/v1', 'localhost:8000/org/m'],
  ['http://[::1]:80/v1', '[::1]/org/m'],
])('the key of a price at %s is %s', (baseUrl, key) => {
  expect(priceKey({ baseUrl }, 'org/m')).toBe(key)
  expect(new URL(baseUrl).host).toBe(key.slice(0, key.indexOf('/')))
})

test('cost of usage: the cached part of the prompt has its own price', () => {
  const usage = { inputTokens: 100_000, cachedInputTokens: 40_000, outputTokens: 100_000 }
  // 0.06 × 2.5 + 0.04 × 0.25 + 0.1 × 15, by hand
  expect(costOfUsage(usage, price('gpt-5.4')!)).toBeCloseTo(1.66, 12)
})

test('cost of usage: a long prompt costs more as a whole, from the same length on and as much as the book says', () => {
  const longPrice = price('gpt-5.4')!
  for (const inputTokens of [1000, 271_999, 272_000, 900_000]) {
    const usage = { inputTokens, cachedInputTokens: 0, outputTokens: 1000 }
    const listed = calcPrice({ input_tokens: inputTokens, output_tokens: 1000 }, 'gpt-5.4', {
      providerId: 'openai',
      timestamp: now,
    })
    expect(costOfUsage(usage, longPrice)).toBeCloseTo(listed!.total_price, 12)
  }
})

test('the price of a search: counted by the hundred documents, longer ones as several, whatever the tokens cost', () => {
  const prices = PriceOverrides.parse({
    [priceKey(defaultProvider, 'rerank')]: {
      ...{ inputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: 0, usdPerThousandSearches: 2 },
    },
  })
  const own = price('rerank', defaultProvider, prices)
  expect(own).toMatchObject({ usdPerRequest: 0.002 })
  const nothing = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }
  const searches = (tokens: number[]) => costOfUsage(nothing, priceOfSearch(own, tokens)!) / 0.002
  expect(searches(Array.from({ length: 50 }, () => 400))).toBeCloseTo(1, 12)
  expect(searches(Array.from({ length: 101 }, () => 400))).toBeCloseTo(2, 12)
  expect(searches(Array.from({ length: 60 }, () => 900))).toBeCloseTo(2, 12)
  expect(priceOfSearch(null, [1])).toBeNull()
})
