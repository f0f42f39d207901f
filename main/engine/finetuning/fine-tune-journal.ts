import type { FineTuneError, FineTuneEvent } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import type { FineTuneRecord, KeptFineTune } from '../../ports/fine-tune-store.ts'
import type { TrainerJob } from '../../ports/trainer.ts'
import { Changes } from '../jobs/changes.ts'
import { hasEnded } from './fine-tune-view.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'

/** Every change of a job's state goes through here: it is stored with its event and its money, then told to who watches. */
export class FineTuneJournal {
  readonly #ports: FineTuningPorts
  readonly changes = new Changes<FineTuneJobId>()

  constructor(ports: FineTuningPorts) {
    this.#ports = ports
  }

  get(fineTuneJobId: FineTuneJobId): FineTuneRecord | null {
    return this.#ports.store.fineTunes.get(fineTuneJobId)
  }

  /** Stores fields, with an event where there is something to say. */
  change(
    fineTuneJobId: FineTuneJobId,
    change: Partial<KeptFineTune>,
    message?: string,
    level: FineTuneEvent['level'] = 'info',
  ): void {
    const { store } = this.#ports
    store.transaction(() => {
      store.fineTunes.update(fineTuneJobId, change)
      if (message !== undefined) this.say(fineTuneJobId, message, level)
    })
    this.announce(fineTuneJobId)
  }

  say(fineTuneJobId: FineTuneJobId, message: string, level: FineTuneEvent['level'] = 'info'): void {
    this.#ports.store.fineTunes.addEvents(fineTuneJobId, [
      { eventId: null, at: this.now(), source: 'rungs', level, message },
    ])
  }

  announce(fineTuneJobId: FineTuneJobId): void {
    this.changes.announce(fineTuneJobId)
  }

  isBooked(fineTuneJobId: FineTuneJobId): boolean {
    return this.get(fineTuneJobId)?.callNumber !== null
  }

  /** Books what it will cost at most. Throws AppError BUDGET_REACHED. */
  async book(job: KeptFineTune, estimateUsd: number | null, source: string, signal: AbortSignal): Promise<void> {
    const { store, spending, trainers } = this.#ports
    const { fineTuneJobId, baseModel, capUsd, trainer } = job
    const lane = trainer === null ? '' : trainers.open(trainer).endpoint
    await spending.begin(
      { fineTuneJobId, lane, model: baseModel, estimateUsd, capUsd },
      (callNumber) => {
        store.fineTunes.setCallNumber(fineTuneJobId, callNumber)
        store.fineTunes.update(fineTuneJobId, {
          costEstimateUsd: estimateUsd,
          priceSource: estimateUsd === null ? null : source,
        })
      },
      signal,
    )
  }

  /** Marks that the creation is about to be sent. @returns false when it was cancelled before. */
  markSent(fineTuneJobId: FineTuneJobId): boolean {
    const job = this.get(fineTuneJobId)?.job
    if (job?.status !== 'sending' || job.cancelRequestedAt !== null) return false
    this.change(fineTuneJobId, { sentAt: this.now() })
    return true
  }

  /** It was not sent after all: the connection was never made. */
  unmarkSent(fineTuneJobId: FineTuneJobId): void {
    this.change(fineTuneJobId, { sentAt: null })
  }

  adoptOrLeave(fineTuneJobId: FineTuneJobId, found: TrainerJob | null): void {
    if (found) this.adopt(fineTuneJobId, found, 'Found by its tag')
    else if (this.get(fineTuneJobId)?.job.status !== 'unconfirmed') {
      this.change(
        fineTuneJobId,
        { status: 'unconfirmed' },
        'No answer came to the creation, and the provider lists no job with its tag. It is not sent again by itself.',
        'warn',
      )
    }
  }

  /** The provider has it. */
  adopt(fineTuneJobId: FineTuneJobId, made: TrainerJob, how: string): void {
    const now = this.now()
    // An end is stored only with everything that the job left.
    const status = hasEnded(made.status) ? 'running' : made.status
    this.change(
      fineTuneJobId,
      {
        status,
        providerJobId: made.providerJobId,
        folder: made.folder,
        estimatedFinishAt: made.estimatedFinishAt,
        error: null,
        reachedAt: now,
        notReachedSince: null,
      },
      made.folder === null ? `${how}: ${made.providerJobId}.` : `The folder ${made.folder} is written.`,
    )
  }

  /** Nothing was created: nothing is paid. */
  refuse(fineTuneJobId: FineTuneJobId, error: FineTuneError): void {
    this.#ports.store.transaction(() => {
      this.release(fineTuneJobId)
      this.change(
        fineTuneJobId,
        { status: 'refused', error, sentAt: null, notReachedSince: null },
        `Refused: ${error.message}`,
        'error',
      )
    })
  }

  /** Gives the reserve back. */
  release(fineTuneJobId: FineTuneJobId): void {
    const booked = this.#booked(fineTuneJobId)
    if (!booked) return
    this.#ports.spending.release(booked)
    this.#ports.store.fineTunes.setCallNumber(fineTuneJobId, null)
  }

  /** What an ended job cost: as the provider says, else its tokens at the price; else nobody knows. */
  settle(fineTuneJobId: FineTuneJobId, ended: TrainerJob, hasTrained: boolean): number | null {
    const booked = this.#booked(fineTuneJobId)
    const job = this.get(fineTuneJobId)?.job
    if (!job?.trainer) return ended.costUsd
    const price = this.#ports.trainingPriceOf(job.baseModel, job.trainer)
    const { trainedTokens } = ended
    const byTokens = price && trainedTokens !== null ? (price.usdPerMillionTokens * trainedTokens) / 1_000_000 : null
    const costUsd = ended.costUsd ?? byTokens
    if (!booked) return costUsd
    if (costUsd === null && ended.status !== 'succeeded') {
      // What ended before its first step was never charged; else the reserve stays, because nobody says what it was.
      if (hasTrained) return null
      this.#ports.spending.release(booked)
      return 0
    }
    this.#ports.spending.confirm(booked, trainedTokens, costUsd)
    return costUsd
  }

  now(): string {
    return this.#ports.clock.now().toISOString()
  }

  #booked(fineTuneJobId: FineTuneJobId) {
    const record = this.get(fineTuneJobId)
    if (!record || record.callNumber === null) return null
    const { callNumber, job } = record
    return { callNumber, fineTuneJobId, estimateUsd: job.costEstimateUsd, sentAt: job.createdAt }
  }
}
