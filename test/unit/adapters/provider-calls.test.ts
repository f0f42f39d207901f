import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStrictSchema } from '../../../main/adapters/openai/is-strict-schema.ts'
import { readTokenUsage } from '../../../main/adapters/openai/read-token-usage.ts'
import { endpointName } from '../../../main/adapters/provider-calls/endpoint-name.ts'
import { readRateLimits, readRetryAfterMs } from '../../../main/adapters/provider-calls/read-rate-limits.ts'
import { safeAddress, safeWords } from '../../../main/adapters/provider-calls/safe-words.ts'

const now = new Date('2026-06-01T12:00:00Z')
const resetOf = (text: string) =>
  readRateLimits(new Headers({ 'x-ratelimit-limit-requests': '9', 'x-ratelimit-reset-requests': text }), now)
    .requestsResetMs

describe('readRateLimits', () => {
  test.each([
    ['12ms', 12],
    ['1s', 1000],
    ['1.5s', 1500],
    ['6m0s', 360_000],
    ['1h2m3s', 3_723_000],
    ['1d', 86_400_000],
    ['7', 7000],
    ['2026-06-01T12:00:02Z', 2000],
    ['2026-06-01T11:00:00Z', 0],
    ['soon', null],
    ['', null],
    ['-3s', null],
    // A time stamp, not a duration.
    ['1780315200', null],
  ])('a reset of %j is %j ms', (text, ms) => {
    expect(resetOf(text)).toBe(ms)
  })

  test('durations of any parts come back as they were written', () => {
    const property = fc.property(fc.nat(500), fc.nat(59), fc.nat(59), fc.nat(999), (h, m, s, ms) => {
      expect(resetOf(`${h}h${m}m${s}s${ms}ms`)).toBe(((h * 60 + m) * 60 + s) * 1000 + ms)
    })
    fc.assert(property)
  })

  test('what Azure fills in where it knows nothing is nothing', () => {
    const azure = new Headers({
      ...{ 'x-ratelimit-limit-requests': '-1', 'x-ratelimit-remaining-requests': '-1' },
      ...{ 'x-ratelimit-limit-tokens': '0', 'x-ratelimit-remaining-tokens': '0' },
    })
    expect(Object.values(readRateLimits(azure, now))).toEqual([null, null, null, null, null, null])
  })

  test('nothing remaining of a known limit is zero', () => {
    const headers = new Headers({ 'x-ratelimit-limit-requests': '5', 'x-ratelimit-remaining-requests': '0' })
    expect(readRateLimits(headers, now)).toMatchObject({ requestsPerMinute: 5, remainingRequests: 0 })
  })

  test('Anthropic accounts that have only a limit of input tokens have that one', () => {
    const headers = new Headers({
      ...{ 'anthropic-ratelimit-input-tokens-limit': '800', 'anthropic-ratelimit-input-tokens-remaining': '7' },
    })
    expect(readRateLimits(headers, now)).toMatchObject({ tokensPerMinute: 800, remainingTokens: 7 })
  })
})

describe('readRetryAfterMs', () => {
  test.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': 'Mon, 01 Jun 2026 12:00:05 GMT' }, 5000],
    [{ 'retry-after-ms': '250.5', 'retry-after': '3' }, 250.5],
    [{ 'retry-after': 'later' }, null],
    [{}, null],
  ])('%j is %j ms', (headers, ms) => {
    expect(readRetryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(ms)
  })
})

describe('safeWords', () => {
  test('no part of a text keeps the key', () => {
    const key = fc.stringMatching(/^[!-~]{12,40}$/).filter((text) => !/\[|key/.test(text))
    const property = fc.property(key, fc.string(), fc.string(), (apiKey, before, after) => {
      expect(safeWords(`${before}${apiKey}${after}`, apiKey)).not.toContain(apiKey)
      expect(safeWords(`${before}${encodeURIComponent(apiKey)}${after}`, apiKey)).not.toContain(apiKey)
    })
    fc.assert(property)
  })

  test('what looks like a key goes, and the rest stays on one line', () => {
    expect(safeWords('Bad\n key sk-proj-ab**yz,  Bearer abc.defgh.', null)).toBe('Bad key [key], Bearer [key]')
    expect(safeWords('x'.repeat(900), null)).toHaveLength(300)
  })

  test('an address is shown without user, query and key', () => {
    expect(safeAddress('https://u:p@host/v1/?key=abc', null)).toBe('https://host/v1')
    expect(safeAddress('https://host/secret-1/v1', 'secret-1')).toBe('https://host/[key]/v1')
  })
})

describe('endpointName', () => {
  test('a slash at the end names the same endpoint; query and headers name another without being shown', () => {
    const name = endpointName('http://host/v1')
    expect(name).toBe('http://host/v1')
    expect(endpointName('http://host/v1/')).toBe(name)
    const others = [
      ...[endpointName('http://host/v1?key=abc'), endpointName('http://host/v1', { a: 'abc' })],
      ...[endpointName('http://u:abc@host/v1'), endpointName('http://host/v2')],
    ]
    expect(new Set([name, ...others]).size).toBe(5)
    expect(others.join()).not.toContain('abc')
    expect(endpointName('http://host/v1', { A: 'abc' })).toBe(others[1])
  })
})

describe('readTokenUsage', () => {
  const counted = { input: 10, cachedInput: 4, output: 6, reasoning: 5, total: 16 }

  test('reasoning is part of the output, also where a server counts it beside', () => {
    expect(readTokenUsage(counted)).toEqual({ inputTokens: 10, cachedInputTokens: 4, outputTokens: 6 })
    expect(readTokenUsage({ ...counted, total: 21 })?.outputTokens).toBe(11)
    expect(readTokenUsage({ ...counted, total: null })?.outputTokens).toBe(6)
  })

  test.each([{ input: -1 }, { input: 0 }, { input: 1.5 }, { output: -1 }, { cachedInput: 11 }, { cachedInput: -1 }])(
    '%j cannot be true',
    (wrong) => {
      expect(readTokenUsage({ ...counted, ...wrong })).toBeNull()
    },
  )
})

describe('isStrictSchema', () => {
  const closed = (properties: Record<string, unknown>) => ({
    ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  })

  test('every object has to be closed with all of its properties required', () => {
    expect(isStrictSchema(closed({ a: closed({ b: { type: 'array', items: closed({}) } }) }))).toBe(true)
    expect(isStrictSchema({ ...closed({ a: {} }), required: [] })).toBe(false)
    expect(isStrictSchema({ ...closed({ a: {} }), additionalProperties: true })).toBe(false)
    expect(isStrictSchema(closed({ a: { type: 'array', items: { type: 'object' } } }))).toBe(false)
    expect(isStrictSchema(closed({ a: { anyOf: [{ type: 'null' }, { type: 'object', properties: {} }] } }))).toBe(false)
  })

  test('a property may be called as a word of JSON schema', () => {
    expect(isStrictSchema(closed({ required: { type: 'string' }, properties: { type: 'string' } }))).toBe(true)
  })
})
