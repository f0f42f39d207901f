const first = 8
const most = 64
const shrinkFactor = 0.75

/**
 * How many requests run at a time: one more for each answer until the provider complains for the first time, then
 * additive increase (one more per round) and multiplicative decrease, as TCP does.
 */
export class Concurrency {
  #limit = first
  #isStarting = true
  #shrunkAtMs = Number.NEGATIVE_INFINITY

  get limit(): number {
    return Math.floor(this.#limit)
  }

  /** @param wasFull there was no room for another when the answered request started; else more room would change nothing. */
  grow(wasFull: boolean): void {
    if (!wasFull) return
    this.#limit = Math.min(most, this.#limit + (this.#isStarting ? 1 : 1 / this.#limit))
  }

  /** Complaints about requests that started before the last decrease are the same complaint. */
  shrink(startedAtMs: number, nowMs: number): void {
    this.#isStarting = false
    if (startedAtMs < this.#shrunkAtMs) return
    this.#limit = Math.max(1, this.#limit * shrinkFactor)
    this.#shrunkAtMs = nowMs
  }
}
