import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../main/ports/clock.ts'

/** A clock for work that talks to a real server: whoever sleeps is back at once, and the time has passed. */
export class HastyClock implements Clock {
  #elapsedMs = 0
  readonly #start: number

  constructor(start = '2026-11-20T12:00:00Z') {
    this.#start = Date.parse(start)
  }

  now(): Date {
    return new Date(this.#start + this.#elapsedMs)
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  async sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    await delay(2, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted())
    this.#elapsedMs += durationMs
  }
}
