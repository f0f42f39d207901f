import { setTimeout } from 'node:timers/promises'
import { CallFailure, type RateLimits } from '../../main/ports/call-failure.ts'
import type { Random } from '../../shared/domain/random.ts'

const minuteMs = 60_000

export interface ProviderLimits {
  readonly requestsPerMinute: number
  readonly tokensPerMinute: number
  /** Share of requests that are refused as too many although there is room. */
  readonly strayRefusals: number
}

/**
 * A provider in this process that counts requests and tokens of the last 60 seconds, refuses what is too much with the time
 * to wait, and refuses some more at random. Answers take 0.3–1.5 s.
 */
export class LimitedProvider {
  readonly #limits: ProviderLimits
  readonly #random: Random
  #window: { atMs: number; tokens: number }[] = []
  refusedForLimit = 0
  refusedAtRandom = 0
  received = 0
  lastReceivedAtMs = 0

  constructor(limits: ProviderLimits, random: Random) {
    this.#limits = limits
    this.#random = random
  }

  /** @returns what it says of its limits. Throws CallFailure. */
  async answer(tokens: number): Promise<RateLimits> {
    this.received += 1
    const nowMs = performance.now()
    this.lastReceivedAtMs = nowMs
    const firstKept = this.#window.findIndex(({ atMs }) => atMs > nowMs - minuteMs)
    this.#window = firstKept < 0 ? [] : this.#window.slice(firstKept)
    const used = this.#window.reduce((sum, entry) => sum + entry.tokens, 0)
    const { requestsPerMinute, tokensPerMinute, strayRefusals } = this.#limits
    const limits: RateLimits = {
      requestsPerMinute,
      tokensPerMinute,
      remainingRequests: Math.max(0, requestsPerMinute - this.#window.length),
      remainingTokens: Math.max(0, tokensPerMinute - used),
      requestsResetMs: null,
      tokensResetMs: null,
    }
    if (this.#window.length >= requestsPerMinute || used + tokens > tokensPerMinute) {
      this.refusedForLimit += 1
      const retryAfterMs = this.#window[0]!.atMs + minuteMs - nowMs
      throw new CallFailure('Too many requests.', { kind: 'rateLimited', mayBeCharged: false, retryAfterMs, limits })
    }
    if (this.#random() < strayRefusals) {
      this.refusedAtRandom += 1
      await setTimeout(20)
      throw new CallFailure('Busy.', { kind: 'rateLimited', mayBeCharged: false, limits })
    }
    this.#window.push({ atMs: nowMs, tokens })
    await setTimeout(300 + this.#random() ** 2 * 1200)
    return limits
  }
}
