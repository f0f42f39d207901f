import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { CallScheduler } from '../../../main/engine/calls/call-scheduler.ts'
import { createPaidCalls } from '../../../main/engine/calls/create-paid-calls.ts'
import type { PaidCall, PaidReply } from '../../../main/engine/calls/paid-call.ts'
import { CallFailure, type CallFailureDetails, noLimits } from '../../../main/ports/call-failure.ts'
import type { CallUse } from '../../../main/ports/call-store.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { ManualClock } from '../../support/manual-clock.ts'

export interface TestReply extends PaidReply {
  readonly text: string
}

/** One dollar for a million tokens of either kind: a call that reserves 100 tokens reserves $0.0001. */
export const dollarPrice = {
  inputUsdPerMillionTokens: 1,
  cachedInputUsdPerMillionTokens: 1,
  outputUsdPerMillionTokens: 1,
  source: 'test',
}

export const noCaps = { perRunUsd: null, perSweepUsd: null }

export function replyOf(changes: Partial<TestReply> = {}): TestReply {
  return {
    text: 'Paris',
    usage: { inputTokens: 60, cachedInputTokens: 0, outputTokens: 20 },
    latencyMs: 100,
    limits: noLimits,
    ...changes,
  }
}

export function placeOf(changes: Partial<CallUse> = {}): CallUse {
  return { runId: 'run' as RunId, stage: 'generation', queryId: 'q1', repetition: 0, part: '', ...changes }
}

export function callOf(changes: Partial<PaidCall<TestReply>> = {}): PaidCall<TestReply> {
  return {
    use: placeOf(),
    jobId: 'job' as JobId,
    lane: 'lane',
    model: 'model',
    modelKey: 'key',
    request: { prompt: 'Capital of France?' },
    useCache: true,
    worstCase: { inputTokens: 80, cachedInputTokens: 0, outputTokens: 20 },
    price: dollarPrice,
    caps: noCaps,
    send: async () => replyOf(),
    ...changes,
  }
}

export function failure(kind: CallFailureDetails['kind'], details: Partial<CallFailureDetails> = {}): CallFailure {
  return new CallFailure(`The request ended as ${kind}.`, { mayBeCharged: false, ...details, kind })
}

/** Paid calls over a database in memory, on a clock that is moved by hand. */
export function openPaidCalls(seed = 1) {
  const store = openSqliteStore(':memory:')
  const clock = new ManualClock()
  const random = createRandom(seed)
  const scheduler = new CallScheduler({ clock, random })
  const paidCalls = createPaidCalls({ calls: store.calls, settings: store.settings, clock, random, scheduler })
  return { store, clock, scheduler, paidCalls, [Symbol.dispose]: () => store.close() }
}
