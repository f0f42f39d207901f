import { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { CallStore } from '../../ports/call-store.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Store } from '../../ports/store.ts'
import type { Budget } from './budget.ts'

export interface TrainingExpense {
  readonly fineTuneJobId: string
  readonly lane: string
  readonly model: string
  /** Null when the price is not known. */
  readonly estimateUsd: number | null
  /** Of this job alone; null = no limit. */
  readonly capUsd: number | null
}

/**
 * Training in the journal of paid calls, under the caps of the month: booked at its estimate before it is sent, and
 * corrected when the provider says what it was, hours or days later. In the journal a fine-tune job is its own payer.
 */
export class TrainingSpending {
  readonly #store: Pick<Store, 'transaction'>
  readonly #calls: CallStore
  readonly #budget: Budget
  readonly #clock: Clock

  constructor({ store, budget, clock }: { store: Pick<Store, 'calls' | 'transaction'>; budget: Budget; clock: Clock }) {
    this.#store = store
    this.#calls = store.calls
    this.#budget = budget
    this.#clock = clock
  }

  /**
   * Books the estimate: it counts against the caps until it is settled.
   * @param keep writes down what is paid for, in one step with the booking.
   * Throws AppError BUDGET_REACHED when there is no room; then nothing is booked.
   */
  async begin(expense: TrainingExpense, keep: (callNumber: number) => void, signal: AbortSignal): Promise<void> {
    const { fineTuneJobId, lane, model, estimateUsd, capUsd } = expense
    const payer = payerOf(fineTuneJobId)
    const caps = { perRunUsd: capUsd, perSweepUsd: null }
    const book = () => {
      const callNumber = this.#calls.begin({
        // A training is never answered from the cache.
        requestHash: `fine-tune ${fineTuneJobId} ${this.#now()}`,
        lane,
        model,
        use: { runId: payer.runId, stage: 'training', queryId: '', repetition: 0, part: '' },
        jobId: payer.jobId,
        reservedUsd: estimateUsd,
        sentAt: this.#now(),
      })
      // As what was sent and has no answer yet: that takes hours, and nobody may wait for it.
      this.#calls.leaveUnconfirmed(callNumber, this.#now())
      keep(callNumber)
    }
    const reservation = await this.#budget.reserve({ ...payer, model, caps }, estimateUsd, signal, () =>
      this.#store.transaction(book),
    )
    reservation.settle(estimateUsd ?? 0)
  }

  /** Nothing was charged. */
  release(entry: BookedTraining): void {
    this.#calls.release(entry.callNumber, this.#now())
    this.#correct(entry, 0)
  }

  /** What it cost in the end; null when nobody knows: then it is in no sum, and is not free. */
  confirm(entry: BookedTraining, trainedTokens: number | null, costUsd: number | null): void {
    const usage = trainedTokens === null ? null : { inputTokens: trainedTokens, cachedInputTokens: 0, outputTokens: 0 }
    this.#calls.confirm(entry.callNumber, { reply: null, usage, costUsd, latencyMs: 0 }, this.#now())
    this.#correct(entry, costUsd ?? 0)
  }

  #correct({ fineTuneJobId, estimateUsd, sentAt }: BookedTraining, costUsd: number): void {
    this.#budget.correct(payerOf(fineTuneJobId), sentAt, costUsd - (estimateUsd ?? 0))
  }

  #now(): string {
    return this.#clock.now().toISOString()
  }
}

interface BookedTraining {
  readonly callNumber: number
  readonly fineTuneJobId: string
  readonly estimateUsd: number | null
  readonly sentAt: string
}

function payerOf(fineTuneJobId: string) {
  return { runId: RunId.parse(fineTuneJobId), jobId: JobId.parse(fineTuneJobId) }
}
