import type { Clock } from '../../ports/clock.ts'

/** Whom one request is sent to: what is needed to send it once and to explain what went wrong. */
export interface ProviderCall {
  readonly baseUrl: string
  readonly model: string
  /** Null for a server without keys. */
  readonly secretName: string | null
  /** The key itself; never shown. */
  readonly apiKey: string | null
  readonly clock: Clock
  /** After this long without the whole answer the request is given up. */
  readonly timeoutMs: number
}

/** Node's own limit until the first byte of an answer; a longer one would not be reached. */
export const answerTimeoutMs = 300_000
