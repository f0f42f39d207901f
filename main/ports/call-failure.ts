/**
 * What went wrong with one request to a provider. `rateLimited`, `unavailable`, `timeout` and `cut` can be tried again;
 * the others will fail the same way.
 */
export type CallFailureKind =
  | 'rateLimited'
  | 'unavailable'
  | 'timeout'
  | 'cut'
  | 'malformed'
  | 'refused'
  | 'tooLong'
  | 'keyRefused'
  | 'noQuota'

/** What a provider says of its limits. Each is null when it says nothing. */
export interface RateLimits {
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
  readonly remainingRequests: number | null
  readonly remainingTokens: number | null
  /** Until the remaining requests and tokens are back, in ms. */
  readonly requestsResetMs: number | null
  readonly tokensResetMs: number | null
}

export const noLimits: RateLimits = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  remainingRequests: null,
  remainingTokens: null,
  requestsResetMs: null,
  tokensResetMs: null,
}

export interface CallFailureDetails {
  readonly kind: CallFailureKind
  /** The provider may have worked, and may charge for it: the request is booked as unconfirmed. */
  readonly mayBeCharged: boolean
  /** How long the provider asks to wait, in ms. */
  readonly retryAfterMs?: number | null
  readonly limits?: RateLimits
}

/** One request to a provider that gave no answer. The message is a sentence without any key. */
export class CallFailure extends Error {
  readonly kind: CallFailureKind
  readonly mayBeCharged: boolean
  readonly retryAfterMs: number | null
  readonly limits: RateLimits

  constructor(message: string, details: CallFailureDetails, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CallFailure'
    this.kind = details.kind
    this.mayBeCharged = details.mayBeCharged
    this.retryAfterMs = details.retryAfterMs ?? null
    this.limits = details.limits ?? noLimits
  }
}
