import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PaidCall } from '../../../main/engine/calls/paid-call.ts'
import { CallFailure, type CallFailureKind, noLimits } from '../../../main/ports/call-failure.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { callOf, openPaidCalls, placeOf, replyOf, type TestReply } from './open-paid-calls.ts'

const signal = new AbortController().signal
const workers = 8
const kinds: CallFailureKind[] = ['rateLimited', 'unavailable', 'timeout', 'cut', 'malformed', 'refused']
const reserveUsd = 0.0001
const toleranceUsd = 1e-9

const scenario = fc.record({
  seed: fc.integer(),
  requests: fc.array(fc.record({ run: fc.integer({ min: 0, max: 1 }), request: fc.integer({ min: 0, max: 25 }) }), {
    minLength: 1,
    maxLength: 60,
  }),
  failureShare: fc.double({ min: 0, max: 0.6, noNaN: true }),
  runCap: fc.option(fc.integer({ min: 1, max: 30 })),
  sweepCap: fc.option(fc.integer({ min: 1, max: 40 })),
  monthCap: fc.option(fc.integer({ min: 1, max: 40 })),
})

const usd = (calls: number | null) => (calls === null ? null : calls * reserveUsd)

test('whatever fails, no cap is ever passed, no answered request is sent again, and the sums are equal', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ seed, requests, failureShare, runCap, sweepCap, monthCap }) => {
      using bench = openPaidCalls(seed)
      const { store, clock, paidCalls } = bench
      const random = createRandom(seed)
      if (monthCap !== null) store.settings.set('budget', { monthlyUsd: usd(monthCap) })
      const caps = { perRunUsd: usd(runCap), perSweepUsd: usd(sweepCap) }
      const job = 'job' as JobId
      const answered = new Set<number>()
      const underWay = new Set<number>()
      let paidUsd = 0
      let mayBePaidUsd = 0

      function checkCaps() {
        const spent = (sum: ReturnType<typeof store.calls.spendingOfJob>) =>
          sum.confirmedUsd + sum.unconfirmedUsd + sum.sendingUsd - toleranceUsd
        for (const run of [0, 1]) {
          if (runCap !== null)
            expect(spent(store.calls.spendingOfRun(`run ${run}` as RunId))).toBeLessThan(usd(runCap)!)
        }
        const all = spent(store.calls.spendingOfJob(job))
        if (sweepCap !== null) expect(all).toBeLessThan(usd(sweepCap)!)
        if (monthCap !== null) expect(all).toBeLessThan(usd(monthCap)!)
      }

      async function provider(request: number): Promise<TestReply> {
        expect(answered.has(request), `request ${request} was answered before`).toBe(false)
        expect(underWay.has(request), `request ${request} is under way`).toBe(false)
        underWay.add(request)
        checkCaps()
        await clock.sleep(random() * 3000)
        underWay.delete(request)
        if (random() < failureShare) {
          const kind = kinds[Math.floor(random() * kinds.length)]!
          const mayBeCharged = random() < 0.3
          if (mayBeCharged) mayBePaidUsd += reserveUsd
          throw new CallFailure('No.', { kind, mayBeCharged, retryAfterMs: random() < 0.3 ? random() * 5000 : null })
        }
        answered.add(request)
        const outputTokens = Math.floor(random() * 21)
        const usage = random() < 0.1 ? null : { inputTokens: 80, cachedInputTokens: 0, outputTokens }
        paidUsd += usage === null ? reserveUsd : (80 + outputTokens) / 1e6
        return replyOf({ usage, limits: noLimits })
      }

      const queue = requests.map(
        ({ run, request }, position): PaidCall<TestReply> =>
          callOf({
            use: placeOf({ runId: `run ${run}` as RunId, queryId: `q${position}` }),
            jobId: job,
            request,
            caps,
            send: () => provider(request),
          }),
      )
      let returned = 0
      let stopped = 0
      async function work() {
        for (let call = queue.shift(); call; call = queue.shift()) {
          try {
            await paidCalls.call(call, signal)
            returned += 1
          } catch (error) {
            if (error instanceof AppError) expect(error.code).toBe('BUDGET_REACHED')
            else expect(error).toBeInstanceOf(CallFailure)
            stopped += 1
          }
        }
      }
      await clock.runUntilDone(Promise.all(Array.from({ length: workers }, work)))

      expect(returned + stopped).toBe(requests.length)
      const sums = store.calls.spendingOfJob(job)
      expect(sums.sendingUsd).toBe(0)
      expect(sums.confirmedUsd).toBeCloseTo(paidUsd, 9)
      expect(sums.unconfirmedUsd).toBeCloseTo(mayBePaidUsd, 9)
      const lines = [0, 1].flatMap((run) => store.calls.ledger(`run ${run}` as RunId))
      const spentUsd = lines.reduce((sum, line) => sum + line.spentUsd!, 0)
      expect(spentUsd).toBeCloseTo(paidUsd + mayBePaidUsd, 9)
      const uses = lines.reduce((sum, line) => sum + line.calls - line.unconfirmedCalls, 0)
      expect(uses).toBe(returned)
    }),
    { numRuns: 60 },
  )
})
