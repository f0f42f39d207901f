import { AppError } from '../../../shared/domain/app-error.ts'
import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import { CallFailure } from '../../ports/call-failure.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import type { Budget } from './budget.ts'
import type { PaidCall, PaidReply, PaidResult } from './paid-call.ts'

interface TestedCall<Reply extends PaidReply>
  extends Pick<PaidCall<Reply>, 'lane' | 'model' | 'modelKey' | 'worstCase' | 'send'> {
  readonly stage: 'generation' | 'embedding'
  readonly price: TokenPrice | null
}

interface PaidTestPorts {
  readonly store: Pick<Store, 'calls' | 'readOnly'>
  readonly budget: Budget
  readonly clock: Clock
  readonly newId: NewId
}

/** Under which tests of connections are kept in the journal of calls: they belong to no run. */
const testsRunId = 'connection-tests' as RunId
const notSent: ReadonlySet<string> = new Set(['SECRET_MISSING', 'PROVIDER_REFUSED'])
const noCaps = { perRunUsd: null, perSweepUsd: null }

/**
 * Calls that a person makes to see whether a provider answers: never from the cache, sent exactly once, without waiting for
 * their turn, and booked like any other. Beside another process that writes the workspace they are sent and not booked.
 */
export class PaidTests {
  readonly #ports: PaidTestPorts

  constructor(ports: PaidTestPorts) {
    this.#ports = ports
  }

  /** Throws what `send` throws, AppError BUDGET_REACHED, or the signal's reason. */
  async call<Reply extends PaidReply>(
    { stage, lane, model, modelKey, worstCase, price, send }: TestedCall<Reply>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<PaidResult<Reply>> {
    const { store, budget, clock, newId } = this.#ports
    const at = () => clock.now().toISOString()
    const reservedUsd = price && costOfUsage(worstCase, price)
    const costOf = ({ usage }: Reply) => (usage && price ? costOfUsage(usage, price) : reservedUsd)
    if (store.readOnly) {
      const reply = await send(signal)
      return { reply, costUsd: costOf(reply), cached: false }
    }
    const testId = newId()
    const jobId = testId as JobId
    const use = { runId: testsRunId, stage, queryId: '', repetition: 0, part: testId }
    let callNumber = 0
    // Not asking is no protection where nobody knows the price: a test costs next to nothing.
    const reservation = await budget.reserve(
      { runId: testsRunId, jobId, model, caps: noCaps },
      reservedUsd ?? 0,
      signal,
      () => {
        const requestHash = `test:${modelKey}:${testId}`
        callNumber = store.calls.begin({ requestHash, lane, model, use, jobId, reservedUsd, sentAt: at() })
      },
    )
    try {
      const reply = await send(signal)
      const { usage, latencyMs } = reply
      const costUsd = costOf(reply)
      store.calls.confirm(callNumber, { reply: null, usage, costUsd, latencyMs }, at())
      reservation.settle(costUsd ?? 0)
      return { reply, costUsd, cached: false }
    } catch (error) {
      // Without its key nothing was sent. Whatever else happened, the provider may have worked.
      const mayBeCharged =
        error instanceof CallFailure ? error.mayBeCharged : !(error instanceof AppError && notSent.has(error.code))
      if (mayBeCharged) store.calls.leaveUnconfirmed(callNumber, at())
      else store.calls.release(callNumber, at())
      reservation.settle(mayBeCharged ? (reservedUsd ?? 0) : 0)
      throw error
    }
  }
}
