import type { JobId } from '../../../shared/domain/ids.ts'
import type { CallFailure, RateLimits } from '../../ports/call-failure.ts'
import type { Clock } from '../../ports/clock.ts'
import { Concurrency } from './concurrency.ts'
import { FairQueue } from './fair-queue.ts'
import { RateBucket } from './rate-bucket.ts'
import { retryDelayMs } from './retry-delay-ms.ts'
import type { Slot, SlotRequest } from './slot.ts'

interface Waiting {
  readonly tokens: number
  start(): void
}

interface Pause {
  readonly reason: 'rateLimit' | 'outage'
  readonly untilMs: number
}

/** So many requests in a row that found nobody make an outage. */
const outageFailures = 5
const firstOutagePauseMs = 2000
const longestOutagePauseMs = 60_000
const shortestPauseMs = 50

/** The requests to one endpoint with one key. */
export class Lane {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #onChange: () => void
  readonly #queue = new FairQueue<JobId, Waiting>()
  readonly #concurrency = new Concurrency()
  #requests: RateBucket | null = null
  #tokens: RateBucket | null = null
  #startedRequests = 0
  #startedTokens = 0
  #sending = 0
  #sendingTokens = 0
  #rateLimitsInARow = 0
  #unavailableInARow = 0
  #outagePauses = 0
  #pause: Pause | null = null
  #timer: AbortController | null = null
  #timerDueMs = Number.POSITIVE_INFINITY

  constructor({ clock, random, onChange }: { clock: Clock; random: () => number; onChange: () => void }) {
    this.#clock = clock
    this.#random = random
    this.#onChange = onChange
  }

  /** Null when open. An outage lasts until a request got through. */
  get pause(): Pause | null {
    const pause = this.#pause
    if (pause?.reason === 'rateLimit' && pause.untilMs <= this.#clock.monotonicMs()) return null
    return pause
  }

  acquire({ jobId, tokens, isRetry }: SlotRequest, signal: AbortSignal): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const abort = () => {
        this.#queue.remove(jobId, waiting)
        reject(signal.reason)
        // It may have been the one that the others waited behind.
        this.#startWaiting()
      }
      const waiting: Waiting = {
        tokens,
        start: () => {
          signal.removeEventListener('abort', abort)
          resolve(this.#open(tokens))
        },
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#queue.add(jobId, waiting, isRetry)
      this.#startWaiting()
    })
  }

  #open(tokens: number): Slot {
    const startedAtMs = this.#clock.monotonicMs()
    const wasFull = this.#sending >= this.#concurrency.limit
    const close = () => {
      this.#sending -= 1
      this.#sendingTokens -= tokens
    }
    return {
      succeed: (limits) => {
        close()
        this.#learn(limits)
        this.#concurrency.grow(wasFull)
        this.#rateLimitsInARow = 0
        this.#answered()
        this.#startWaiting()
      },
      fail: (failure) => {
        close()
        this.#learn(failure.limits)
        const held = this.#pauseFor(failure, startedAtMs)
        this.#startWaiting()
        return held
      },
      giveBack: () => {
        close()
        this.#startWaiting()
      },
    }
  }

  #startWaiting(): void {
    for (let next = this.#queue.peek(); next; next = this.#queue.peek()) {
      const nowMs = this.#clock.monotonicMs()
      if (this.#pause && this.#pause.untilMs > nowMs) {
        this.#wakeAt(this.#pause.untilMs)
        return
      }
      if (this.#pause?.reason === 'rateLimit') this.#setPause(null)
      const most = this.#pause ? 1 : this.#concurrency.limit
      if (this.#sending >= most) return
      const waitMs = Math.max(this.#requests?.waitMs(1, nowMs) ?? 0, this.#tokens?.waitMs(next.tokens, nowMs) ?? 0)
      if (waitMs > 0) {
        this.#wakeAt(nowMs + waitMs)
        return
      }
      this.#queue.take()
      this.#requests?.take(1, nowMs)
      this.#tokens?.take(next.tokens, nowMs)
      this.#startedRequests += 1
      this.#startedTokens += next.tokens
      this.#sending += 1
      this.#sendingTokens += next.tokens
      next.start()
    }
  }

  #learn(limits: RateLimits): void {
    const nowMs = this.#clock.monotonicMs()
    const { requestsPerMinute, tokensPerMinute, remainingTokens } = limits
    if (requestsPerMinute !== null && requestsPerMinute > 0 && requestsPerMinute !== this.#requests?.perMinute) {
      this.#requests = new RateBucket(requestsPerMinute, this.#startedRequests, nowMs)
    }
    if (tokensPerMinute !== null && tokensPerMinute > 0 && tokensPerMinute !== this.#tokens?.perMinute) {
      this.#tokens = new RateBucket(tokensPerMinute, this.#startedTokens, nowMs)
    }
    // What is on its way may not be in the provider's count yet.
    if (remainingTokens !== null) this.#tokens?.raiseTo(remainingTokens - this.#sendingTokens, nowMs)
  }

  /** @returns whether the lane waits because of the failure. */
  #pauseFor(failure: CallFailure, startedAtMs: number): boolean {
    if (failure.kind === 'rateLimited') {
      // It answers, if only that it is busy.
      this.#answered()
      return this.#pauseForRate(failure, startedAtMs)
    }
    if (failure.kind === 'unavailable') return this.#pauseForOutage()
    if (failure.kind !== 'timeout' && failure.kind !== 'cut') this.#answered()
    return false
  }

  #pauseForRate(failure: CallFailure, startedAtMs: number): boolean {
    const waitMs = waitAskedFor(failure)
    if (waitMs === 'none') return false
    const nowMs = this.#clock.monotonicMs()
    this.#concurrency.shrink(startedAtMs, nowMs)
    this.#rateLimitsInARow += 1
    const delayMs = waitMs ?? Math.max(shortestPauseMs, retryDelayMs(this.#rateLimitsInARow - 1, this.#random))
    this.#setPause({ reason: 'rateLimit', untilMs: Math.max(this.#pause?.untilMs ?? 0, nowMs + delayMs) })
    return true
  }

  #pauseForOutage(): boolean {
    this.#unavailableInARow += 1
    if (this.#unavailableInARow < outageFailures) return false
    const nowMs = this.#clock.monotonicMs()
    // Those that were under way when it began say nothing new.
    if (this.#pause?.reason === 'outage' && this.#pause.untilMs > nowMs) return true
    const pauseMs = Math.min(longestOutagePauseMs, firstOutagePauseMs * 2 ** Math.min(this.#outagePauses, 10))
    this.#outagePauses += 1
    this.#setPause({ reason: 'outage', untilMs: nowMs + pauseMs })
    return true
  }

  #answered(): void {
    this.#unavailableInARow = 0
    this.#outagePauses = 0
    if (this.#pause?.reason === 'outage') this.#setPause(null)
  }

  #setPause(pause: Pause | null): void {
    this.#pause = pause
    this.#onChange()
  }

  #wakeAt(dueMs: number): void {
    const nowMs = this.#clock.monotonicMs()
    if (this.#timer && this.#timerDueMs <= dueMs && this.#timerDueMs > nowMs) return
    this.#timer?.abort()
    const timer = new AbortController()
    this.#timer = timer
    this.#timerDueMs = dueMs
    this.#clock.sleep(Math.max(0, dueMs - nowMs), timer.signal).then(
      () => {
        this.#timer = null
        this.#startWaiting()
      },
      () => {
        // Replaced by an earlier one.
      },
    )
  }
}

/** In ms; null when the provider does not say; `none` when it says that there is room, so that only this request waits. */
function waitAskedFor({ retryAfterMs, limits }: CallFailure): number | 'none' | null {
  if (retryAfterMs !== null) return retryAfterMs
  const waits = [
    limits.remainingRequests === 0 ? limits.requestsResetMs : null,
    limits.remainingTokens === 0 ? limits.tokensResetMs : null,
  ].filter((waitMs) => waitMs !== null)
  if (waits.length > 0) return Math.max(...waits)
  const hasRequests = limits.remainingRequests !== null && limits.remainingRequests > 0
  const hasTokens = limits.remainingTokens === null || limits.remainingTokens > 0
  return hasRequests && hasTokens ? 'none' : null
}
