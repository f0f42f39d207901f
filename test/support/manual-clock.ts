import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../main/ports/clock.ts'

interface Sleeper {
  readonly dueMs: number
  wake(): void
}

/** A clock that stands still until it is moved. Starts at 2026-01-01 and monotonic 0. */
export class ManualClock implements Clock {
  #elapsedMs = 0
  readonly #sleepers = new Set<Sleeper>()

  now(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.#elapsedMs)
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const abort = () => {
        this.#sleepers.delete(sleeper)
        reject(signal?.reason)
      }
      const sleeper = {
        dueMs: this.#elapsedMs + Math.max(0, durationMs),
        wake: () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#sleepers.add(sleeper)
    })
  }

  advance(durationMs: number): void {
    this.#elapsedMs += durationMs
    this.#wakeDue()
  }

  /**
   * Moves from one sleeper to the next until the work is done, letting everything else happen in between.
   * Throws when nobody sleeps any more and the work is not done: it would hang.
   */
  async runUntilDone<Result>(work: Promise<Result>): Promise<Result> {
    let done = false
    const settle = () => {
      done = true
    }
    work.then(settle, settle)
    for (;;) {
      await setImmediate()
      if (done) return work
      const nextMs = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.dueMs))
      if (nextMs === Number.POSITIVE_INFINITY) {
        // Work outside of this clock, such as a file, gets some turns to finish.
        for (let turn = 0; turn < 1000 && !done && this.#sleepers.size === 0; turn++) await setImmediate()
        if (!done && this.#sleepers.size === 0) throw new Error('the work waits, and nobody sleeps')
        continue
      }
      this.#elapsedMs = Math.max(this.#elapsedMs, nextMs)
      this.#wakeDue()
    }
  }

  #wakeDue(): void {
    const due = [...this.#sleepers].filter((sleeper) => sleeper.dueMs <= this.#elapsedMs)
    for (const sleeper of due.sort((a, b) => a.dueMs - b.dueMs)) {
      this.#sleepers.delete(sleeper)
      sleeper.wake()
    }
  }
}
