const minuteMs = 60_000
/** How much can be made up for at once after a pause. */
const burstMs = 1000
/** What rounding may leave missing of an amount. */
const tolerance = 1e-6

/**
 * Spreads what a provider allows per minute: no 60 seconds hold more than the limit, as long as single amounts stay below
 * what one second allows. A larger amount goes out when the bucket is full, and the rest of it is paid back first.
 */
export class RateBucket {
  readonly perMinute: number
  readonly #capacity: number
  readonly #perMs: number
  #level: number
  #filledAtMs: number

  /** @param used what was taken in the last minute, before the limit was known. */
  constructor(perMinute: number, used: number, nowMs: number) {
    this.perMinute = perMinute
    this.#capacity = Math.max(1, (perMinute * burstMs) / minuteMs)
    // A burst at the beginning of a minute and the steady flow after it must not pass the limit together.
    this.#perMs = (perMinute - this.#capacity + 1 - 10 * tolerance) / minuteMs
    this.#level = Math.max(-this.#capacity, this.#capacity - used)
    this.#filledAtMs = nowMs
  }

  /** How long until this amount may be taken, in ms; 0 = now. */
  waitMs(amount: number, nowMs: number): number {
    this.#fill(nowMs)
    const missing = Math.min(amount, this.#capacity) - this.#level
    return missing <= tolerance ? 0 : missing / this.#perMs
  }

  take(amount: number, nowMs: number): void {
    this.#fill(nowMs)
    this.#level -= amount
  }

  /** The provider says that at least this much is left: it counts less than was estimated. */
  raiseTo(left: number, nowMs: number): void {
    this.#fill(nowMs)
    this.#level = Math.max(this.#level, Math.min(this.#capacity, left))
  }

  #fill(nowMs: number): void {
    this.#level = Math.min(this.#capacity, this.#level + (nowMs - this.#filledAtMs) * this.#perMs)
    this.#filledAtMs = nowMs
  }
}
