import { describe, expect, test } from 'vitest'
import { CallFailure, type CallFailureKind, noLimits } from '../../../main/ports/call-failure.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import { callOf, dollarPrice, failure, openPaidCalls, placeOf, replyOf } from './open-paid-calls.ts'

const signal = new AbortController().signal
const runId = 'run' as RunId
const otherRun = placeOf({ runId: 'other' as RunId })

/** Answers after so many failures, and counts. */
function failing(times: number, error: () => Error) {
  const sent = { count: 0 }
  return {
    sent,
    send: async () => {
      sent.count += 1
      if (sent.count <= times) throw error()
      return replyOf()
    },
  }
}

describe('paid call', () => {
  test('is answered once, and its equals are served from the cache at the first cost and latency', async () => {
    using bench = openPaidCalls()
    const { sent, send } = failing(0, () => failure('cut'))
    const first = await bench.paidCalls.call(callOf({ send }), signal)
    const second = await bench.paidCalls.call(callOf({ send, use: otherRun }), signal)
    expect(sent.count).toBe(1)
    expect(first).toEqual({ reply: replyOf(), costUsd: 0.00008, cached: false })
    expect(second).toEqual({ reply: { ...replyOf(), limits: noLimits }, costUsd: 0.00008, cached: true })
    expect(bench.store.calls.ledger(otherRun.runId)[0]).toMatchObject({ cachedCalls: 1, spentUsd: 0, costUsd: 0.00008 })
  })

  test('the order of keys makes no other request, a value does', async () => {
    using bench = openPaidCalls()
    const { sent, send } = failing(0, () => failure('cut'))
    for (const request of [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
      { a: 1, b: { c: 2, d: 4 } },
    ]) {
      await bench.paidCalls.call(callOf({ send, request }), signal)
    }
    await bench.paidCalls.call(callOf({ send, request: { a: 1, b: { c: 2, d: 3 } }, modelKey: 'another' }), signal)
    expect(sent.count).toBe(3)
  })

  test('equal requests at the same moment share one', async () => {
    using bench = openPaidCalls()
    const { sent, send } = failing(0, () => failure('cut'))
    const results = await Promise.all(
      ['a', 'b', 'c'].map((queryId) => bench.paidCalls.call(callOf({ send, use: placeOf({ queryId }) }), signal)),
    )
    expect(sent.count).toBe(1)
    expect(results.map(({ cached }) => cached)).toEqual([false, true, true])
    expect(bench.store.calls.ledger(runId)[0]).toMatchObject({ calls: 3, cachedCalls: 2, spentUsd: 0.00008 })
  })

  test('a request that waits for its equal sends itself when the other one is stopped by its own cap', async () => {
    using bench = openPaidCalls()
    const capped = bench.paidCalls.call(callOf({ caps: { perRunUsd: 0.00001, perSweepUsd: null } }), signal)
    const free = bench.paidCalls.call(callOf({ use: otherRun }), signal)
    await expect(capped).rejects.toMatchObject({ code: 'BUDGET_REACHED' })
    expect((await free).cached).toBe(false)
  })

  test('a repetition is asked anew, and once only', async () => {
    using bench = openPaidCalls()
    const { sent, send } = failing(0, () => failure('cut'))
    const repetition = (n: number) => callOf({ send, useCache: false, use: placeOf({ repetition: n }) })
    for (const n of [0, 1, 1, 0]) await bench.paidCalls.call(repetition(n), signal)
    expect(sent.count).toBe(2)
    expect(bench.store.calls.ledger(runId)[0]).toMatchObject({ calls: 2, cachedCalls: 0 })
  })

  test('an answer without usage is booked at its worst case', async () => {
    using bench = openPaidCalls()
    const { costUsd } = await bench.paidCalls.call(callOf({ send: async () => replyOf({ usage: null }) }), signal)
    expect(costUsd).toBeCloseTo(0.0001, 12)
    expect(bench.store.calls.spendingOfRun(runId).confirmedUsd).toBeCloseTo(0.0001, 12)
  })

  test('a price that is not known makes a cost that is not known', async () => {
    using bench = openPaidCalls()
    expect((await bench.paidCalls.call(callOf({ price: null }), signal)).costUsd).toBeNull()
  })
})

describe('tries', () => {
  test.each<[CallFailureKind, boolean, number]>([
    ['unavailable', false, 6],
    ['cut', false, 6],
    ['timeout', false, 6],
    ['malformed', false, 6],
    ['cut', true, 2],
    ['malformed', true, 2],
    ['refused', false, 1],
    ['tooLong', false, 1],
    ['keyRefused', false, 1],
    ['noQuota', false, 1],
  ])('%s (charged: %s) is tried %i times, each in a row of its own', async (kind, mayBeCharged, tries) => {
    using bench = openPaidCalls()
    const { sent, send } = failing(100, () => failure(kind, { mayBeCharged }))
    // Other calls get through in between: no outage.
    const works = async () => {
      await send().catch(async (error: unknown) => {
        await bench.paidCalls.call(callOf({ request: sent.count, use: otherRun }), signal)
        throw error
      })
      return replyOf()
    }
    const call = bench.paidCalls.call(callOf({ send: works }), signal)
    await expect(bench.clock.runUntilDone(call)).rejects.toMatchObject({ name: 'CallFailure', kind })
    expect(sent.count).toBe(tries)
    const entries = bench.store.calls.entries(runId, 0, 100)
    expect(entries.map((entry) => entry.state)).toEqual(Array(tries).fill(mayBeCharged ? 'unconfirmed' : 'free'))
    expect(bench.store.calls.spendingOfRun(runId).unconfirmedUsd).toBeCloseTo(mayBeCharged ? tries * 0.0001 : 0, 12)
  })

  test('waits for as long as a provider asks', async () => {
    using bench = openPaidCalls()
    const { send } = failing(1, () => failure('unavailable', { retryAfterMs: 30_000 }))
    await bench.clock.runUntilDone(bench.paidCalls.call(callOf({ send }), signal))
    expect(bench.clock.monotonicMs()).toBeGreaterThanOrEqual(30_000)
    expect(bench.clock.monotonicMs()).toBeLessThan(31_000)
  })

  test('a busy provider is waited for longer than six tries, and not for ever', async () => {
    using bench = openPaidCalls()
    const patient = failing(20, () => failure('rateLimited', { retryAfterMs: 20_000 }))
    await bench.clock.runUntilDone(bench.paidCalls.call(callOf({ send: patient.send }), signal))
    expect(patient.sent.count).toBe(21)
    const { send } = failing(10_000, () => failure('rateLimited', { retryAfterMs: 20_000 }))
    const startMs = bench.clock.monotonicMs()
    const endless = bench.paidCalls.call(callOf({ send, request: 'other' }), signal)
    await expect(bench.clock.runUntilDone(endless)).rejects.toBeInstanceOf(CallFailure)
    expect(bench.clock.monotonicMs() - startMs).toBeLessThan(20 * 60_000)
  })

  test('an error before anything is sent is free; one of our own may have cost something', async () => {
    using bench = openPaidCalls()
    const missing = new AppError('SECRET_MISSING', 'There is no key.')
    await expect(bench.paidCalls.call(callOf({ send: async () => Promise.reject(missing) }), signal)).rejects.toBe(
      missing,
    )
    expect(bench.store.calls.spendingOfRun(runId)).toEqual({ confirmedUsd: 0, unconfirmedUsd: 0, sendingUsd: 0 })
    await expect(
      bench.paidCalls.call(callOf({ send: async () => Promise.reject(new TypeError('bug')) }), signal),
    ).rejects.toThrow('bug')
    expect(bench.store.calls.spendingOfRun(runId).unconfirmedUsd).toBeCloseTo(0.0001, 12)
  })
})

describe('abort', () => {
  test('an answer that comes within ten seconds is kept', async () => {
    using bench = openPaidCalls()
    const controller = new AbortController()
    const send = async () => {
      controller.abort(new AppError('CANCELLED', 'Stopped.'))
      await bench.clock.sleep(9000)
      return replyOf()
    }
    const { cached } = await bench.clock.runUntilDone(bench.paidCalls.call(callOf({ send }), controller.signal))
    expect(cached).toBe(false)
    expect((await bench.paidCalls.call(callOf({ use: placeOf({ queryId: 'q2' }) }), signal)).cached).toBe(true)
  })

  test('after that the request is given up and stays at its worst case', async () => {
    using bench = openPaidCalls()
    const controller = new AbortController()
    const reason = new AppError('CANCELLED', 'Stopped.')
    const send = async (own: AbortSignal) => {
      controller.abort(reason)
      await bench.clock.sleep(60_000, own)
      return replyOf()
    }
    const call = bench.paidCalls.call(callOf({ send }), controller.signal)
    await expect(bench.clock.runUntilDone(call)).rejects.toBe(reason)
    expect(bench.clock.monotonicMs()).toBe(10_000)
    expect(bench.store.calls.spendingOfRun(runId).unconfirmedUsd).toBeCloseTo(0.0001, 12)
  })

  test('what waits for its next try stops at once, and nothing is sent after it', async () => {
    using bench = openPaidCalls()
    const controller = new AbortController()
    const { sent, send } = failing(100, () => failure('timeout', { retryAfterMs: 50_000 }))
    const call = bench.paidCalls.call(callOf({ send }), controller.signal)
    const stop = bench.clock.sleep(1000).then(() => controller.abort(new Error('stop')))
    await expect(bench.clock.runUntilDone(call)).rejects.toThrow('stop')
    await stop
    expect(bench.clock.monotonicMs()).toBe(1000)
    expect(sent.count).toBe(1)
    await expect(bench.paidCalls.call(callOf({ send }), controller.signal)).rejects.toThrow('stop')
    expect(sent.count).toBe(1)
  })
})

describe('caps', () => {
  const reached = { code: 'BUDGET_REACHED' }

  test.each([
    ['run', { perRunUsd: 0.00025, perSweepUsd: null }, 'this run'],
    ['sweep', { perRunUsd: null, perSweepUsd: 0.00025 }, 'this job'],
  ])('a %s stops where the next worst case has no room, and says so', async (_name, caps, scope) => {
    using bench = openPaidCalls()
    const call = (request: number) =>
      bench.paidCalls.call(callOf({ request, caps, send: async () => replyOf({ usage: null }) }), signal)
    await call(1)
    await call(2)
    await expect(call(3)).rejects.toMatchObject({ ...reached, details: { scope } })
    await expect(call(3)).rejects.toThrow('every answer received is kept. Raise the cap and resume.')
    // What was paid for costs nothing again, and is still this place's own.
    expect((await call(1)).cached).toBe(false)
    expect(bench.store.calls.spendingOfRun(runId).confirmedUsd).toBeCloseTo(0.0002, 12)
  })

  test('what a place paid for before a kill is its own when it comes back, and cached for all others', async () => {
    using bench = openPaidCalls()
    const call = (use: object) => bench.paidCalls.call(callOf({ use: placeOf(use) }), signal)
    await call({})
    expect((await call({})).cached).toBe(false)
    expect((await call({ queryId: 'q2' })).cached).toBe(true)
    expect((await call({ runId: 'other' })).cached).toBe(true)
    expect(bench.store.calls.ledger(runId)[0]).toMatchObject({ calls: 2, cachedCalls: 1 })
  })

  test('the month counts everything sent in it, and begins anew', async () => {
    using bench = openPaidCalls()
    const call = (request: number, run = 'run') =>
      bench.paidCalls.call(
        callOf({
          request,
          use: placeOf({ runId: run as RunId }),
          jobId: run as JobId,
          send: async () => replyOf({ usage: null }),
        }),
        signal,
      )
    await call(1, 'a')
    bench.store.settings.set('budget', { monthlyUsd: 0.0002 })
    await call(2, 'b')
    await expect(call(3, 'c')).rejects.toMatchObject({ ...reached, details: { scope: 'this month' } })
    bench.clock.advance(31 * 24 * 3600 * 1000)
    expect((await call(3, 'c')).cached).toBe(false)
  })

  test('a model without a price is not asked under a cap', async () => {
    using bench = openPaidCalls()
    const { sent, send } = failing(0, () => failure('cut'))
    const caps = { perRunUsd: 5, perSweepUsd: null }
    await expect(bench.paidCalls.call(callOf({ price: null, caps, send }), signal)).rejects.toThrow('is not known')
    expect(sent.count).toBe(0)
  })

  test('what costs nothing goes on when a cap is reached', async () => {
    using bench = openPaidCalls()
    const caps = { perRunUsd: 0.0001, perSweepUsd: null }
    await bench.paidCalls.call(callOf({ caps, send: async () => replyOf({ usage: null }) }), signal)
    const free = {
      ...dollarPrice,
      inputUsdPerMillionTokens: 0,
      cachedInputUsdPerMillionTokens: 0,
      outputUsdPerMillionTokens: 0,
    }
    const { costUsd } = await bench.paidCalls.call(callOf({ caps, price: free, request: 'local' }), signal)
    expect(costUsd).toBe(0)
  })

  test('what an earlier process left on its way counts at its worst case', async () => {
    using bench = openPaidCalls()
    bench.store.calls.begin({
      requestHash: 'gone',
      lane: 'lane',
      model: 'model',
      use: placeOf(),
      jobId: 'job' as JobId,
      reservedUsd: 0.0002,
      sentAt: bench.clock.now().toISOString(),
    })
    const caps = { perRunUsd: 0.00025, perSweepUsd: null }
    await expect(bench.paidCalls.call(callOf({ caps }), signal)).rejects.toMatchObject(reached)
  })

  test('a call that lacks room only because of another under way waits for it', async () => {
    using bench = openPaidCalls()
    const caps = { perRunUsd: 0.00019, perSweepUsd: null }
    const send = async () => {
      await bench.clock.sleep(1000)
      return replyOf()
    }
    const calls = [1, 2].map((request) => bench.paidCalls.call(callOf({ request, caps, send }), signal))
    await bench.clock.runUntilDone(Promise.all(calls))
    expect(bench.clock.monotonicMs()).toBe(2000)
    expect(bench.store.calls.spendingOfRun(runId).confirmedUsd).toBeCloseTo(0.00016, 12)
  })
})
