import type { RateLimits } from '../../ports/call-failure.ts'

/**
 * What the headers of an answer say of the provider's limits: OpenAI's `x-ratelimit-*`, which many servers send too, and
 * Anthropic's `anthropic-ratelimit-*`. Azure fills in -1 and 0 where it knows nothing.
 */
export function readRateLimits(headers: Headers, now: Date): RateLimits {
  const requests = readLimit(headers, now, [
    (field) => `x-ratelimit-${field}-requests`,
    (field) => `anthropic-ratelimit-requests-${field}`,
  ])
  const tokens = readLimit(headers, now, [
    (field) => `x-ratelimit-${field}-tokens`,
    (field) => `anthropic-ratelimit-tokens-${field}`,
    (field) => `anthropic-ratelimit-input-tokens-${field}`,
  ])
  return {
    requestsPerMinute: requests.limit,
    tokensPerMinute: tokens.limit,
    remainingRequests: requests.remaining,
    remainingTokens: tokens.remaining,
    requestsResetMs: requests.resetMs,
    tokensResetMs: tokens.resetMs,
  }
}

/** How long the provider asks to wait, in ms; null when it does not say. */
export function readRetryAfterMs(headers: Headers, now: Date): number | null {
  const exact = headers.get('retry-after-ms')
  if (exact !== null && /^\d+(\.\d+)?$/.test(exact)) return Number(exact)
  const after = headers.get('retry-after')
  return after === null ? null : waitMs(after, now)
}

type Field = 'limit' | 'remaining' | 'reset'

function readLimit(headers: Headers, now: Date, names: readonly ((field: Field) => string)[]) {
  const name = names.find((nameOf) => headers.has(nameOf('limit')) || headers.has(nameOf('remaining')))
  if (!name) return { limit: null, remaining: null, resetMs: null }
  const limit = wholeNumber(headers.get(name('limit')))
  const known = limit !== null && limit > 0
  const remaining = wholeNumber(headers.get(name('remaining')))
  const reset = headers.get(name('reset'))
  return {
    limit: known ? limit : null,
    // Nothing remaining of no limit means that the server does not count.
    remaining: known || remaining !== 0 ? remaining : null,
    resetMs: reset === null ? null : waitMs(reset, now),
  }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null
}

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** No provider's window is longer: a greater number is a time stamp in a unit that nobody named. */
const longestWaitMs = 31 * 86_400_000

/** `12ms`, `6m0s`, `1.5` (seconds), an RFC 3339 time or an HTTP date, as ms from now; null when it is none of these. */
function waitMs(text: string, now: Date): number | null {
  const value = text.trim()
  if (/^\d+(\.\d+)?$/.test(value)) return withinReason(Number(value) * 1000)
  if (/^(\d+(\.\d+)?(ms|[dhms]))+$/.test(value)) {
    let sum = 0
    for (const [, count, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)) sum += Number(count) * unitMs[unit!]!
    return withinReason(sum)
  }
  const time = /^\d{4}-\d\d-\d\dT|^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : withinReason(Math.max(0, time - now.getTime()))
}

function withinReason(ms: number): number | null {
  return ms <= longestWaitMs ? ms : null
}
