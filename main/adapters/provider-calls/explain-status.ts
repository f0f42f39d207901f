import type { CallFailureKind } from '../../ports/call-failure.ts'
import type { ProviderCall } from './provider-call.ts'
import { ProviderFailure } from './provider-failure.ts'
import { readRateLimits, readRetryAfterMs } from './read-rate-limits.ts'
import { safeAddress, safeWords } from './safe-words.ts'

interface ErrorAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What an answer other than 200 means. A status came, so nothing was worked out that could be charged. */
export function explainStatus(call: ProviderCall, { status, headers, text }: ErrorAnswer): ProviderFailure {
  const { codes, message } = readErrorBody(text)
  const words = safeWords(message, call.apiKey)
  const kind = kindOf(status, codes, message)
  return new ProviderFailure(sentence(call, kind, status, words), {
    kind,
    status,
    code: codes[0] ?? null,
    words: safeWords(message, call.apiKey, 2000),
    mayBeCharged: false,
    retryAfterMs: readRetryAfterMs(headers, call.clock.now()),
    limits: readRateLimits(headers, call.clock.now()),
  })
}

const quotaCodes = ['insufficient_quota', 'billing_hard_limit_reached', 'billing_error', 'billing_not_active']
const lengthCodes = [
  'context_length_exceeded',
  'exceed_context_size_error',
  'request_too_large',
  'string_above_max_length',
]
const lengthWords =
  /maximum context length|context (length|window|size|limit)|prompt is too long|input is too long|too many (input )?tokens/i

/** What a status and the provider's own codes and words for it mean. */
export function kindOf(status: number, codes: readonly string[], message: string): CallFailureKind {
  const isCode = (known: readonly string[]) => codes.some((code) => known.includes(code))
  if (isCode(quotaCodes) || status === 402 || (status < 500 && /credit balance is too low/i.test(message))) {
    return 'noQuota'
  }
  if (status === 429) {
    // One request over the limit of a whole minute: waiting does not help.
    return /^request too large/i.test(message) ? 'tooLong' : 'rateLimited'
  }
  if (status === 401 || status === 403) return 'keyRefused'
  if (status === 408 || status === 409 || status >= 500) return 'unavailable'
  return status === 413 || isCode(lengthCodes) || lengthWords.test(message) ? 'tooLong' : 'refused'
}

function sentence(call: ProviderCall, kind: CallFailureKind, status: number, words: string): string {
  const address = safeAddress(call.baseUrl, call.apiKey)
  const said = words === '' ? `status ${status}` : `status ${status}, ${words}`
  const model = safeWords(call.model, call.apiKey)
  switch (kind) {
    case 'keyRefused':
      return call.secretName === null
        ? `${address} asks for a key (status ${status}), and none is named for it. Name the key in the settings of the provider.`
        : `${address} refused the key in ${call.secretName} (status ${status}). Set a valid key that may use ${model}.`
    case 'noQuota':
      return `The account of the key in ${call.secretName ?? 'use'} has no quota left at ${address}. Add credit there.`
    case 'rateLimited':
      return `${address} takes no more requests for now (${said}). Wait, or lower the number of requests at once.`
    case 'unavailable':
      return `${address} cannot answer now (${said}). Try again later.`
    case 'tooLong':
      return `The request is too long for ${model} at ${address} (${said}). Send fewer or shorter passages, or choose a model with a larger window.`
    default:
      if (status >= 300 && status < 400) {
        return `${address} sends on to another address (status ${status}), where no key is sent. Enter the address that answers itself.`
      }
      return `${address} refused the request for ${model} (${said}). Correct the settings and start again.`
  }
}

/** Servers put their reasons in different places; a web page holds none. */
function readErrorBody(text: string): { codes: string[]; message: string } {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { codes: [], message: /<[a-z!]/i.test(text) ? '' : text }
  }
  const outer = isRecord(body) ? body : {}
  const inner = isRecord(outer.error) ? outer.error : outer
  const codes = [inner.code, inner.type].filter((code) => typeof code === 'string')
  const message = [inner.message, outer.error, outer.detail, inner.detail].find((value) => typeof value === 'string')
  return { codes, message: message ?? '' }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
