import { AppError } from '../../../shared/domain/app-error.ts'
import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import { CallFailure, noLimits } from '../../ports/call-failure.ts'
import type { CallStore, CallUse } from '../../ports/call-store.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SettingsStore } from '../../ports/settings-store.ts'
import { Budget } from './budget.ts'
import { CallScheduler } from './call-scheduler.ts'
import { hashRequest } from './hash-request.ts'
import type { PaidCall, PaidCalls, PaidReply, PaidResult } from './paid-call.ts'
import { sendWithGrace } from './send-with-grace.ts'
import type { Slot } from './slot.ts'
import { TryPolicy } from './try-policy.ts'

export interface PaidCallPorts {
  readonly calls: CallStore
  readonly settings: SettingsStore
  readonly clock: Clock
  /** Uniform in [0, 1): spreads tries. */
  readonly random: () => number
  /** Given when something else watches its lanes. */
  readonly scheduler?: CallScheduler
  /** Given when something else spends under the same caps. */
  readonly budget?: Budget
}

/** See PaidCalls. One per workspace: it knows what is on its way. */
export function createPaidCalls(ports: PaidCallPorts): PaidCalls {
  return new JournalledCalls(ports)
}

class JournalledCalls implements PaidCalls {
  readonly #calls: CallStore
  readonly #clock: Clock
  readonly #random: () => number
  readonly #budget: Budget
  readonly #scheduler: CallScheduler
  readonly #underWay = new Map<string, Promise<unknown>>()

  constructor(ports: PaidCallPorts) {
    this.#calls = ports.calls
    this.#clock = ports.clock
    this.#random = ports.random
    this.#budget = ports.budget ?? new Budget(ports)
    this.#scheduler = ports.scheduler ?? new CallScheduler(ports)
  }

  async call<Reply extends PaidReply>(call: PaidCall<Reply>, signal: AbortSignal): Promise<PaidResult<Reply>> {
    const requestHash = hashRequest(call.modelKey, call.request, call.useCache ? null : call.use)
    for (;;) {
      signal.throwIfAborted()
      const cached = this.#fromCache(call, requestHash)
      if (cached) return cached
      const same = this.#underWay.get(requestHash)
      if (!same) break
      // Equal requests fail equally; a cap or an abort is the other one's own.
      await unlessAborted(same, signal).catch((error: unknown) => {
        if (error instanceof CallFailure) throw error
      })
    }
    const own = this.#ask(call, requestHash, signal)
    this.#underWay.set(requestHash, own)
    try {
      return await own
    } finally {
      this.#underWay.delete(requestHash)
    }
  }

  #fromCache<Reply extends PaidReply>(call: PaidCall<Reply>, requestHash: string): PaidResult<Reply> | null {
    const answered = this.#calls.findAnswered(requestHash)
    if (!answered) return null
    this.#calls.addCachedUse(call.use, answered.callNumber, this.#now())
    // Stored by #confirm under a hash that names the adapter's model and the request.
    const reply = { ...(answered.reply as Reply), limits: noLimits }
    // This very place paid for it: the process ended before its answer was stored where it belongs.
    return { reply, costUsd: answered.costUsd, cached: !isSamePlace(answered.use, call.use) }
  }

  async #ask<Reply extends PaidReply>(
    call: PaidCall<Reply>,
    requestHash: string,
    signal: AbortSignal,
  ): Promise<PaidResult<Reply>> {
    const { lane, jobId, worstCase, price } = call
    const policy = new TryPolicy(this.#random)
    const reservedUsd = price && costOfUsage({ ...worstCase, cachedInputTokens: 0 }, price)
    const tokens = worstCase.inputTokens + worstCase.outputTokens
    for (let isRetry = false; ; isRetry = true) {
      // Before it waits for its turn: behind a reached cap, thousands would wait in vain.
      this.#budget.requireRoom({ ...call, runId: call.use.runId }, reservedUsd)
      const slot = await this.#scheduler.acquire({ lane, jobId, tokens, isRetry }, signal)
      const attempt = await this.#begin(call, requestHash, reservedUsd, slot, signal)
      const outcome = await this.#attempt(call, attempt, slot, signal)
      if ('result' in outcome) return outcome.result
      const delayMs = policy.afterFailure(outcome.failure, outcome.laneWaits, this.#clock.monotonicMs())
      if (delayMs === null) throw outcome.failure
      if (delayMs > 0) await this.#clock.sleep(delayMs, signal)
    }
  }

  /** Reserves the worst case and writes the attempt down. */
  async #begin<Reply extends PaidReply>(
    call: PaidCall<Reply>,
    requestHash: string,
    reservedUsd: number | null,
    slot: Slot,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const { lane, model, use, jobId } = call
    let callNumber = 0
    try {
      const reservation = await this.#budget.reserve({ ...call, runId: use.runId }, reservedUsd, signal, () => {
        callNumber = this.#calls.begin({ requestHash, lane, model, use, jobId, reservedUsd, sentAt: this.#now() })
      })
      return { callNumber, reservedUsd, settle: (committedUsd) => reservation.settle(committedUsd) }
    } catch (error) {
      slot.giveBack()
      throw error
    }
  }

  async #attempt<Reply extends PaidReply>(
    call: PaidCall<Reply>,
    attempt: Attempt,
    slot: Slot,
    signal: AbortSignal,
  ): Promise<{ result: PaidResult<Reply> } | { failure: CallFailure; laneWaits: boolean }> {
    let reply: Reply
    try {
      reply = await sendWithGrace((ownSignal) => call.send(ownSignal), signal, this.#clock)
    } catch (error) {
      if (!(error instanceof CallFailure)) {
        slot.giveBack()
        // Without its key nothing was sent. Whatever else happened, the provider may have worked.
        const wasSent = !(error instanceof AppError && error.code === 'SECRET_MISSING')
        this.#settleWithoutAnswer(attempt, wasSent)
        throw error
      }
      const laneWaits = slot.fail(error)
      this.#settleWithoutAnswer(attempt, error.mayBeCharged)
      return { failure: error, laneWaits }
    }
    slot.succeed(reply.limits)
    return { result: this.#confirm(call, attempt, reply) }
  }

  #confirm<Reply extends PaidReply>(call: PaidCall<Reply>, attempt: Attempt, reply: Reply): PaidResult<Reply> {
    const { callNumber, reservedUsd } = attempt
    const costUsd = call.price && reply.usage ? costOfUsage(reply.usage, call.price) : reservedUsd
    const { usage, latencyMs } = reply
    try {
      // The limits of that moment mean nothing to who finds the answer later.
      const stored = { ...reply, limits: undefined }
      this.#calls.confirm(callNumber, { reply: stored, usage, costUsd, latencyMs }, this.#now())
    } catch (error) {
      // The money is gone all the same. The journal still has it as sending, at the same amount.
      attempt.settle(reservedUsd ?? 0)
      throw error
    }
    attempt.settle(costUsd ?? 0)
    return { reply, costUsd, cached: false }
  }

  #settleWithoutAnswer({ callNumber, reservedUsd, settle }: Attempt, mayBeCharged: boolean): void {
    // What cannot be written stays in the journal as sending, at its worst case.
    let committedUsd = reservedUsd ?? 0
    try {
      if (mayBeCharged) this.#calls.leaveUnconfirmed(callNumber, this.#now())
      else {
        this.#calls.release(callNumber, this.#now())
        committedUsd = 0
      }
    } finally {
      settle(committedUsd)
    }
  }

  #now(): string {
    return this.#clock.now().toISOString()
  }
}

/** One request that is written down as on its way. */
interface Attempt {
  readonly callNumber: number
  readonly reservedUsd: number | null
  settle(committedUsd: number): void
}

function isSamePlace(a: CallUse, b: CallUse): boolean {
  return (
    a.runId === b.runId &&
    a.stage === b.stage &&
    a.queryId === b.queryId &&
    a.repetition === b.repetition &&
    a.part === b.part
  )
}

/** Throws the signal's reason as soon as it is aborted; the work goes on. */
function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
