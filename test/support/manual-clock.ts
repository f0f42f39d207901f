import type { Clock } from '../../main/ports/clock.ts'

/** A clock that stands still until it is moved. Starts at 2026-01-01 and monotonic 0. */
export class ManualClock implements Clock {
  #elapsedMs = 0

  now(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.#elapsedMs)
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  advance(durationMs: number): void {
    this.#elapsedMs += durationMs
  }
}
