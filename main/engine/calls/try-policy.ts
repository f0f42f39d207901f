import type { CallFailure, CallFailureKind } from '../../ports/call-failure.ts'
import { retryDelayMs } from './retry-delay-ms.ts'

const mostAttempts = 6
/** Attempts that may have been charged without an answer: one may be repeated, once. */
const mostUnconfirmed = 2
/** For how long a provider that is busy or down is waited for without counting attempts. */
const patienceMs = 15 * 60_000

const canPass: ReadonlySet<CallFailureKind> = new Set(['rateLimited', 'unavailable', 'timeout', 'cut', 'malformed'])

/** Decides whether one request is tried again, and when. */
export class TryPolicy {
  readonly #random: () => number
  #attempts = 0
  #failures = 0
  #unconfirmed = 0
  #waitsSinceMs: number | null = null

  constructor(random: () => number) {
    this.#random = random
  }

  /**
   * @param laneWaits the scheduler holds the whole lane back because of it.
   * @returns how long to wait before the next try, in ms; null = give up.
   */
  afterFailure(failure: CallFailure, laneWaits: boolean, nowMs: number): number | null {
    if (!canPass.has(failure.kind)) return null
    this.#failures += 1
    if (failure.mayBeCharged) this.#unconfirmed += 1
    if (this.#unconfirmed >= mostUnconfirmed) return null
    if (laneWaits || failure.kind === 'rateLimited') {
      this.#waitsSinceMs ??= nowMs
      if (nowMs + (failure.retryAfterMs ?? 0) - this.#waitsSinceMs > patienceMs) this.#attempts += 1
    } else {
      this.#attempts += 1
    }
    if (this.#attempts >= mostAttempts) return null
    return laneWaits ? 0 : Math.max(failure.retryAfterMs ?? 0, retryDelayMs(this.#failures - 1, this.#random))
  }
}
