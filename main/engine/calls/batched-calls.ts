import { AppError } from '../../../shared/domain/app-error.ts'
import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import { batchPriceFactor } from '../../../shared/domain/offers-batches.ts'
import type { BatchRecord } from '../../ports/batch-store.ts'
import { CallFailure } from '../../ports/call-failure.ts'
import type { Clock } from '../../ports/clock.ts'
import type { BatchCalls, ModelReply, ModelRequest, ProviderBatch } from '../../ports/language-model.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import type { Budget, Payer } from './budget.ts'
import { hashRequest } from './hash-request.ts'
import type { PaidCall } from './paid-call.ts'

/** Calls of one run to one model. */
export interface BatchPlan {
  readonly payer: Payer
  readonly batches: BatchCalls
  /** Outside of a batch; null when not known. */
  readonly price: TokenPrice | null
  /** Asked for one after another, when there is room for them. */
  readonly calls: Iterable<BatchedCall>
}

export interface BatchedCall extends PaidCall<ModelReply> {
  readonly request: ModelRequest
}

interface BatchedCallPorts {
  readonly store: Pick<Store, 'calls' | 'batches' | 'transaction'>
  readonly budget: Budget
  readonly clock: Clock
  readonly newId: NewId
}

interface Prepared {
  readonly call: BatchedCall
  readonly requestHash: string
  readonly reservedUsd: number | null
}

const pollMs = 15_000
/** A batch that was started a moment ago may not be in the provider's list yet. */
const listedAfterMs = 30_000
/** A day of looking in vain for a provider that does not answer is enough. */
const mostFailuresInARow = 240
const canPass: ReadonlySet<string> = new Set(['rateLimited', 'unavailable', 'timeout', 'cut', 'malformed'])

/**
 * Answers many calls through a provider's batches, at half the price. Each batch is reserved at its worst case, written down
 * under a tag before it is sent, looked for by its tag when nobody knows whether it was started, and settled in one step
 * with its answers: where `PaidCalls.call` finds them. What a batch did not answer cost nothing, and is left to be asked.
 */
export class BatchedCalls {
  readonly #ports: BatchedCallPorts

  constructor(ports: BatchedCallPorts) {
    this.#ports = ports
  }

  /**
   * @param onProgress how many are answered, of all that are under way.
   * Throws AppError BUDGET_REACHED before a batch that does not fit, PROVIDER_UNAVAILABLE when one ended early, CallFailure.
   */
  async run(plan: BatchPlan, onProgress: (answered: number, all: number) => void, signal: AbortSignal): Promise<void> {
    const { batches } = this.#ports.store
    for (const record of batches.ofRun(plan.payer.runId)) {
      if (record.batchId === null) await this.#adopt(plan, record, signal)
    }
    await this.#submit(plan, signal)
    await this.#untilAllEnded(plan, onProgress, signal)
  }

  /** Finds out whether a batch was started that no answer told of. */
  async #adopt(plan: BatchPlan, record: BatchRecord, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#ports
    const { batches } = plan
    let found = await batches.find(record.tag, signal)
    const waitMs = Date.parse(record.sentAt) + listedAfterMs - clock.now().getTime()
    if (!found && waitMs > 0) {
      await clock.sleep(waitMs, signal)
      found = await batches.find(record.tag, signal)
    }
    if (found) store.batches.setBatchId(record.tag, found.batchId)
    else this.#settle(plan, record, new Map())
  }

  async #submit(plan: BatchPlan, signal: AbortSignal): Promise<void> {
    const { store } = this.#ports
    const { mostRequests, mostBytes } = plan.batches
    const known = new Set(
      store.batches.ofRun(plan.payer.runId).flatMap((record) => this.#callsOf(record).map((call) => call.requestHash)),
    )
    let chunk: Prepared[] = []
    let bytes = 0
    for (const call of plan.calls) {
      const requestHash = hashRequest(call.modelKey, call.request, call.useCache ? null : call.use)
      if (known.has(requestHash) || store.calls.findAnswered(requestHash)) continue
      known.add(requestHash)
      const size = plan.batches.bytesOf({ name: 'c9007199254740991', request: call.request })
      if (chunk.length === mostRequests || (chunk.length > 0 && bytes + size > mostBytes)) {
        await this.#start(plan, chunk, signal)
        chunk = []
        bytes = 0
      }
      chunk.push({ call, requestHash, reservedUsd: worstCaseOf(call) })
      bytes += size
    }
    if (chunk.length > 0) await this.#start(plan, chunk, signal)
  }

  async #start(plan: BatchPlan, chunk: readonly Prepared[], signal: AbortSignal): Promise<void> {
    const { store, budget, clock, newId } = this.#ports
    const { payer, batches } = plan
    const reservedUsd = chunk.reduce<number | null>(
      (sum, call) => (sum === null || call.reservedUsd === null ? null : sum + call.reservedUsd),
      0,
    )
    const tag = newId()
    const sentAt = clock.now().toISOString()
    const numbers: number[] = []
    const reservation = await budget.reserve(payer, reservedUsd, signal, () =>
      store.transaction(() => {
        for (const { call, requestHash, reservedUsd: own } of chunk) {
          const { lane, model, use, jobId } = call
          numbers.push(store.calls.begin({ requestHash, lane, model, use, jobId, reservedUsd: own, sentAt }))
        }
        const { runId, jobId } = payer
        store.batches.add({
          tag,
          runId,
          jobId,
          batchId: null,
          firstCall: numbers[0]!,
          lastCall: numbers.at(-1)!,
          sentAt,
        })
      }),
    )
    // It may take a day: until it is settled, all of it may have been spent.
    reservation.settle(reservedUsd ?? 0)
    try {
      const requests = chunk.map(({ call }, index) => ({ name: nameOf(numbers[index]!), request: call.request }))
      const { batchId } = await batches.create(tag, requests, signal)
      store.batches.setBatchId(tag, batchId)
    } catch (error) {
      const wasNotSent =
        (error instanceof CallFailure && !error.mayBeCharged) ||
        (error instanceof AppError && error.code === 'SECRET_MISSING')
      const record = store.batches.ofRun(payer.runId).find((batch) => batch.tag === tag)
      if (wasNotSent && record) this.#settle(plan, record, new Map())
      throw error
    }
  }

  async #untilAllEnded(
    plan: BatchPlan,
    onProgress: (answered: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, clock } = this.#ports
    const runId = plan.payer.runId
    const all = store.batches.ofRun(runId).reduce((sum, record) => sum + sizeOf(record), 0)
    let ended = 0
    let failures = 0
    const problems: string[] = []
    for (;;) {
      let underWay = 0
      for (const record of store.batches.ofRun(runId)) {
        const batch = await this.#look(plan, record, signal)
        failures = batch ? 0 : failures + 1
        if (failures > mostFailuresInARow) throw endedEarly(['the provider does not answer'], all - ended)
        if (batch?.state !== 'ended') underWay += batch?.answered ?? 0
        else {
          const answers = await plan.batches.answers(batch.batchId, signal)
          const replies = new Map(answers.flatMap(({ name, reply }) => (reply ? [[name, reply] as const] : [])))
          this.#settle(plan, record, replies)
          ended += replies.size
          if (batch.problem !== null) problems.push(batch.problem)
        }
      }
      onProgress(ended + underWay, all)
      if (store.batches.ofRun(runId).length === 0) break
      await clock.sleep(pollMs, signal)
    }
    if (problems.length > 0) throw endedEarly(problems, all - ended)
  }

  /** Null when the provider cannot tell just now. */
  async #look({ batches }: BatchPlan, { batchId }: BatchRecord, signal: AbortSignal): Promise<ProviderBatch | null> {
    try {
      return await batches.get(batchId!, signal)
    } catch (error) {
      if (error instanceof CallFailure && canPass.has(error.kind)) return null
      throw error
    }
  }

  /** Books every call of a batch as answered or free, and forgets the batch, in one step. */
  #settle(
    { payer, price }: Pick<BatchPlan, 'payer' | 'price'>,
    record: BatchRecord,
    replies: ReadonlyMap<string, ModelReply>,
  ): void {
    const { store, budget, clock } = this.#ports
    const at = clock.now().toISOString()
    let differenceUsd = 0
    store.transaction(() => {
      for (const { callNumber, reservedUsd } of this.#callsOf(record)) {
        const reply = replies.get(nameOf(callNumber))
        differenceUsd -= reservedUsd ?? 0
        if (!reply) {
          store.calls.release(callNumber, at)
          continue
        }
        const { usage, latencyMs } = reply
        const costUsd = usage && price ? costOfUsage(usage, price) * batchPriceFactor : reservedUsd
        store.calls.confirm(callNumber, { reply: { ...reply, limits: undefined }, usage, costUsd, latencyMs }, at)
        differenceUsd += costUsd ?? 0
      }
      store.batches.remove(record.tag)
    })
    budget.correct(payer, record.sentAt, differenceUsd)
  }

  #callsOf({ firstCall, lastCall }: BatchRecord) {
    return this.#ports.store.calls.numbered(firstCall, lastCall)
  }
}

/** At half the price, as it will be charged; null when the price is not known. */
function worstCaseOf({ price, worstCase }: BatchedCall): number | null {
  return price && costOfUsage({ ...worstCase, cachedInputTokens: 0 }, price) * batchPriceFactor
}

function nameOf(callNumber: number): string {
  return `c${callNumber}`
}

function sizeOf({ firstCall, lastCall }: BatchRecord): number {
  return lastCall - firstCall + 1
}

function endedEarly(problems: readonly string[], missing: number): AppError {
  return new AppError(
    'PROVIDER_UNAVAILABLE',
    `The batch ended before it was complete (${[...new Set(problems)].join('; ')}): ${missing.toLocaleString('en-US')} questions have no answer yet and cost nothing. All answers that arrived are kept; resume the run to send the rest in a new batch.`,
    { missing },
  )
}
