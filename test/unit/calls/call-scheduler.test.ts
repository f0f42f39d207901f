import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CallScheduler } from '../../../main/engine/calls/call-scheduler.ts'
import { FairQueue } from '../../../main/engine/calls/fair-queue.ts'
import { RateBucket } from '../../../main/engine/calls/rate-bucket.ts'
import { retryDelayMs } from '../../../main/engine/calls/retry-delay-ms.ts'
import type { Slot } from '../../../main/engine/calls/slot.ts'
import { noLimits, type RateLimits } from '../../../main/ports/call-failure.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { failure } from './open-paid-calls.ts'

const signal = new AbortController().signal
const minuteMs = 60_000
const limitsOf = (changes: Partial<RateLimits>): RateLimits => ({ ...noLimits, ...changes })

function open() {
  const clock = new ManualClock()
  const scheduler = new CallScheduler({ clock, random: createRandom(1) })
  const acquire = (
    options: { jobId?: string; lane?: string; tokens?: number; isRetry?: boolean } = {},
    stop = signal,
  ) =>
    scheduler.acquire(
      { lane: 'lane', tokens: 100, isRetry: false, ...options, jobId: (options.jobId ?? 'job') as JobId },
      stop,
    )
  /** Sends so many, each taking its time, and notes when each started. */
  async function send(count: number, latencyMs: number, limits: RateLimits, tokens = 100): Promise<number[]> {
    const starts: number[] = []
    await clock.runUntilDone(
      Promise.all(
        Array.from({ length: count }, async () => {
          const slot = await acquire({ tokens })
          starts.push(clock.monotonicMs())
          await clock.sleep(latencyMs)
          slot.succeed(limits)
        }),
      ),
    )
    return starts
  }
  return { clock, scheduler, acquire, send }
}

/** The most starts in any minute. */
function busiestMinute(starts: readonly number[]): number {
  return Math.max(...starts.map((startMs) => starts.filter((at) => at >= startMs && at < startMs + minuteMs).length))
}

/** Lets everything that does not wait for time happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

async function slots(promises: readonly Promise<Slot>[]): Promise<Slot[]> {
  await settle()
  return Promise.all(promises)
}

describe('lane', () => {
  test('begins with 8 requests, grows with answers, and stops at 64', async () => {
    const { clock, acquire } = open()
    let running = 0
    let most = 0
    let atFirst = 0
    await clock.runUntilDone(
      Promise.all(
        Array.from({ length: 2000 }, async () => {
          const slot = await acquire()
          running += 1
          most = Math.max(most, running)
          if (clock.monotonicMs() === 0) atFirst = running
          await clock.sleep(100)
          running -= 1
          slot.succeed(noLimits)
        }),
      ),
    )
    expect([atFirst, most]).toEqual([8, 64])
  })

  test('starts no more requests in any minute than the provider allows, and close to that', async () => {
    const { send } = open()
    await send(8, 100, limitsOf({ requestsPerMinute: 300 }))
    const starts = await send(1500, 700, limitsOf({ requestsPerMinute: 300 }))
    expect(busiestMinute(starts)).toBeLessThanOrEqual(300)
    const minutes = (starts.at(-1)! - starts[0]!) / minuteMs
    expect(starts.length / minutes / 300).toBeGreaterThanOrEqual(0.95)
  })

  test('estimates tokens at their worst case', async () => {
    const { send } = open()
    await send(8, 100, limitsOf({ tokensPerMinute: 100_000 }))
    const starts = await send(500, 300, limitsOf({ tokensPerMinute: 100_000 }), 1000)
    expect(busiestMinute(starts)).toBeLessThanOrEqual(101)
    expect((starts.at(-1)! - starts[0]!) / minuteMs).toBeLessThan(500 / 95)
  })

  test('uses what the provider says is left when it counts fewer tokens', async () => {
    const { send } = open()
    const starts = await send(500, 300, limitsOf({ tokensPerMinute: 100_000, remainingTokens: 90_000 }), 1000)
    expect((starts.at(-1)! - starts[0]!) / minuteMs).toBeLessThan(1)
  })

  test('a limit of one request a minute does not stop it', async () => {
    const { send } = open()
    await send(1, 10, limitsOf({ requestsPerMinute: 1 }))
    const starts = await send(3, 10, limitsOf({ requestsPerMinute: 1 }))
    expect(starts[2]! - starts[0]!).toBeGreaterThanOrEqual(2 * minuteMs)
    expect(starts[2]! - starts[0]!).toBeLessThan(2.1 * minuteMs)
  })

  test('a request larger than a minute of tokens is sent all the same', async () => {
    const { send } = open()
    await send(1, 10, limitsOf({ tokensPerMinute: 1000 }), 5000)
    expect(await send(2, 10, limitsOf({ tokensPerMinute: 1000 }), 5000)).toHaveLength(2)
  })

  test('jobs take turns, and a retry goes first in its job', async () => {
    const { acquire } = open()
    const order: string[] = []
    const running = await slots(Array.from({ length: 8 }, () => acquire()))
    const waiting = [
      ...['a1', 'a2', 'a3'].map((name) => acquire({ jobId: 'a' }).then((slot) => [name, slot] as const)),
      ...['b1', 'b2'].map((name) => acquire({ jobId: 'b' }).then((slot) => [name, slot] as const)),
      acquire({ jobId: 'b', isRetry: true }).then((slot) => ['retry of b', slot] as const),
    ].map((promise) =>
      promise.then(([name, slot]) => {
        order.push(name)
        slot.giveBack()
      }),
    )
    running[0]!.giveBack()
    await Promise.all(waiting)
    expect(order).toEqual(['a1', 'retry of b', 'a2', 'b1', 'a3', 'b2'])
  })

  test('what is aborted while it waits leaves the row', async () => {
    const { acquire } = open()
    const [first] = await slots(Array.from({ length: 8 }, () => acquire()))
    const stop = new AbortController()
    const aborted = acquire({}, stop.signal)
    const next = acquire()
    stop.abort(new Error('stop'))
    await expect(aborted).rejects.toThrow('stop')
    first!.giveBack()
    await expect(next).resolves.toBeDefined()
  })
})

describe('pause', () => {
  test('a request to wait holds the whole lane, no other lane, and says until when', async () => {
    const { clock, scheduler, acquire } = open()
    const states: string[] = []
    scheduler.onChange(() => states.push(scheduler.lanes()[0]!.state))
    const slot = await acquire()
    expect(slot.fail(failure('rateLimited', { retryAfterMs: 7000 }))).toBe(true)
    expect(scheduler.lanes()).toEqual([
      { lane: 'lane', state: 'paused', reason: 'rateLimit', until: '2026-01-01T00:00:07.000Z' },
    ])
    await acquire({ lane: 'other' })
    await clock.runUntilDone(acquire())
    expect(clock.monotonicMs()).toBe(7000)
    expect(scheduler.lanes()[0]).toEqual({ lane: 'lane', state: 'open', reason: null, until: null })
    expect(states).toEqual(['paused', 'open'])
  })

  test('limits that are used up hold the lane until they are back', async () => {
    const { clock, acquire } = open()
    const slot = await acquire()
    slot.fail(failure('rateLimited', { limits: limitsOf({ remainingRequests: 0, requestsResetMs: 1234 }) }))
    await clock.runUntilDone(acquire())
    expect(clock.monotonicMs()).toBe(1234)
  })

  test('a refusal although there is room is that request alone', async () => {
    const { scheduler, acquire } = open()
    const slot = await acquire()
    expect(slot.fail(failure('rateLimited', { limits: limitsOf({ remainingRequests: 100 }) }))).toBe(false)
    expect(scheduler.lanes()[0]!.state).toBe('open')
  })

  test('an outage holds the lane; one request at a time tries, and an answer opens it', async () => {
    const { clock, scheduler, acquire } = open()
    for (const held of [false, false, false, false, true]) {
      expect((await acquire()).fail(failure('unavailable'))).toBe(held)
    }
    expect(scheduler.lanes()[0]).toMatchObject({ state: 'paused', reason: 'outage', until: '2026-01-01T00:00:02.000Z' })
    const waiting = Array.from({ length: 3 }, () => acquire())
    const probe = await clock.runUntilDone(Promise.race(waiting))
    expect(clock.monotonicMs()).toBe(2000)
    expect(scheduler.lanes()[0]).toMatchObject({ state: 'paused', reason: 'outage', until: null })
    expect(probe.fail(failure('unavailable'))).toBe(true)
    const second = await clock.runUntilDone(waiting[1]!)
    // The pause doubles.
    expect(clock.monotonicMs()).toBe(6000)
    let isThirdOpen = false
    void waiting[2]!.then(() => {
      isThirdOpen = true
    })
    await settle()
    expect(isThirdOpen).toBe(false)
    second.succeed(noLimits)
    await settle()
    expect(isThirdOpen).toBe(true)
    expect(scheduler.lanes()[0]).toMatchObject({ state: 'open', reason: null })
  })

  test('a listener that left hears nothing', async () => {
    const { scheduler, acquire } = open()
    let heard = 0
    const leave = scheduler.onChange(() => {
      heard += 1
    })
    leave()
    ;(await acquire()).fail(failure('rateLimited', { retryAfterMs: 10 }))
    expect(heard).toBe(0)
  })
})

test('rate bucket: no minute holds more than the limit, and it is used to 95 % when everybody waits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.infiniteStream(fc.nat(3000)), (perMinute, idles) => {
      const bucket = new RateBucket(perMinute, 0, 0)
      const starts: number[] = []
      let nowMs = 0
      while (starts.length < perMinute * 2 + 3) {
        const waitMs = bucket.waitMs(1, nowMs)
        // Sometimes nobody comes for a while.
        if (starts.length % 7 === 3 && starts.length < perMinute) nowMs += idles.next().value ?? 0
        nowMs += waitMs
        bucket.take(1, nowMs)
        starts.push(nowMs)
      }
      expect(busiestMinute(starts)).toBeLessThanOrEqual(perMinute)
      const busy = starts.slice(perMinute)
      expect(((busy.length - 1) / (busy.at(-1)! - busy[0]!)) * minuteMs).toBeGreaterThanOrEqual(perMinute * 0.95)
    }),
    { numRuns: 30 },
  )
})

test('fair queue: everything comes out once, in order for each owner, and no owner twice while another waits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 50 }), (owners) => {
      const queue = new FairQueue<number, { owner: number; position: number }>()
      for (const [position, owner] of owners.entries()) queue.add(owner, { owner, position }, false)
      expect(queue.size).toBe(owners.length)
      const taken: { owner: number; position: number }[] = []
      for (let item = queue.take(); item; item = queue.take()) {
        const last = taken.at(-1)
        const othersWait = owners.some(
          (owner, position) => owner !== item.owner && !taken.some((before) => before.position === position),
        )
        if (last?.owner === item.owner) expect(othersWait).toBe(false)
        const earlier = taken.filter(({ owner }) => owner === item.owner)
        expect(earlier.every(({ position }) => position < item.position)).toBe(true)
        taken.push(item)
      }
      expect(taken).toHaveLength(owners.length)
      expect(queue.size).toBe(0)
    }),
  )
})

test('retry delay: grows from half a second, never passes a minute, and is spread over all of it', () => {
  expect(retryDelayMs(0, () => 1)).toBe(500)
  expect(retryDelayMs(3, () => 1)).toBe(4000)
  expect(retryDelayMs(1000, () => 1)).toBe(60_000)
  expect(retryDelayMs(3, () => 0)).toBe(0)
})
