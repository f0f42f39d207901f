import type { Clock } from '../../ports/clock.ts'
import { Lane } from './lane.ts'
import type { Slot, SlotRequest } from './slot.ts'

/** How a lane stands. `paused`: nothing is sent until `until`; null = one request is trying whether the provider is back. */
export interface LaneState {
  readonly lane: string
  readonly state: 'open' | 'paused'
  readonly reason: 'rateLimit' | 'outage' | null
  /** ISO date and time. */
  readonly until: string | null
}

/**
 * Decides when requests start: per lane (endpoint and key) within the provider's limits, with as many at a time as it
 * takes, in turns between jobs; nobody sends to a provider that asked to wait or is down.
 */
export class CallScheduler {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #lanes = new Map<string, Lane>()
  readonly #listeners = new Set<() => void>()

  constructor({ clock, random }: { clock: Clock; random: () => number }) {
    this.#clock = clock
    this.#random = random
  }

  /** Waits for its turn. Throws the signal's reason. */
  acquire(request: SlotRequest, signal: AbortSignal): Promise<Slot> {
    let lane = this.#lanes.get(request.lane)
    if (!lane) {
      lane = new Lane({
        clock: this.#clock,
        random: this.#random,
        onChange: () => {
          for (const listener of this.#listeners) listener()
        },
      })
      this.#lanes.set(request.lane, lane)
    }
    return lane.acquire(request, signal)
  }

  /** Every lane that was used, in the order of first use. */
  lanes(): LaneState[] {
    const elapsedToWall = this.#clock.now().getTime() - this.#clock.monotonicMs()
    return [...this.#lanes].map(([lane, { pause }]) => ({
      lane,
      state: pause ? 'paused' : 'open',
      reason: pause?.reason ?? null,
      until:
        pause && pause.untilMs > this.#clock.monotonicMs()
          ? new Date(elapsedToWall + pause.untilMs).toISOString()
          : null,
    }))
  }

  /** @returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
