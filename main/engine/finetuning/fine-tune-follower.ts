import { AppError } from '../../../shared/domain/app-error.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { CallFailure } from '../../ports/call-failure.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import { isFollowed } from './fine-tune-view.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { pollFineTune } from './poll-fine-tune.ts'
import { sendFineTune } from './send-fine-tune.ts'

/** While something changes, and at most; also after a machine slept, no job waits longer than the second. */
const soonMs = 5000
const latestMs = 60_000

interface Followed {
  readonly abort: AbortController
  readonly done: Promise<void>
  /** Ends the wait before the next question. */
  wake: () => void
}

/**
 * Follows jobs until they end, one loop for each: sends what is to be sent, then asks again and again, more seldom while
 * nothing changes. What is not reached keeps its last state, and is tried until it is.
 */
export class FineTuneFollower {
  readonly #ports: FineTuningPorts
  readonly #journal: FineTuneJournal
  readonly #followed = new Map<FineTuneJobId, Followed>()
  /** One question about a job at a time. */
  readonly #turns = new Map<FineTuneJobId, Promise<unknown>>()
  #stopped = false

  constructor(ports: FineTuningPorts, journal: FineTuneJournal) {
    this.#ports = ports
    this.#journal = journal
  }

  /** Begins to follow a job, or asks about it at once. */
  follow(fineTuneJobId: FineTuneJobId): void {
    const followed = this.#followed.get(fineTuneJobId)
    followed?.wake()
    if (followed || this.#stopped) return
    const abort = new AbortController()
    const entry: Followed = {
      abort,
      wake: () => {},
      done: Promise.resolve()
        .then(() => this.#loop(fineTuneJobId, abort.signal))
        .then(() => true)
        .catch((error: unknown) => {
          if (!abort.signal.aborted) this.#ports.log.warn(`Following a fine-tune job ended: ${messageOf(error)}`)
          return false
        })
        .then((isOver) => {
          this.#followed.delete(fineTuneJobId)
          // It may have been set going again in the moment in which its loop ended.
          const status = this.#journal.get(fineTuneJobId)?.job.status
          if (isOver && !abort.signal.aborted && status && isFollowed(status)) this.follow(fineTuneJobId)
        }),
    }
    this.#followed.set(fineTuneJobId, entry)
  }

  /** Ends what is under way with a job, such as an upload. */
  async unfollow(fineTuneJobId: FineTuneJobId): Promise<void> {
    const followed = this.#followed.get(fineTuneJobId)
    followed?.abort.abort(new AppError('CANCELLED', 'Cancelled.'))
    await followed?.done
  }

  /** One question now. Throws what came of it. */
  async step(fineTuneJobId: FineTuneJobId, signal?: AbortSignal): Promise<boolean> {
    const before = this.#turns.get(fineTuneJobId) ?? Promise.resolve()
    const turn = before.catch(() => {}).then(() => this.#step(fineTuneJobId, signal ?? new AbortController().signal))
    const settled = turn.then(
      () => {},
      () => {},
    )
    this.#turns.set(fineTuneJobId, settled)
    try {
      return await turn
    } finally {
      if (this.#turns.get(fineTuneJobId) === settled) this.#turns.delete(fineTuneJobId)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    const all = [...this.#followed.values()]
    for (const { abort } of all) abort.abort(new AppError('CANCELLED', 'Rungs ends.'))
    await Promise.all(all.map(({ done }) => done))
  }

  async #loop(fineTuneJobId: FineTuneJobId, signal: AbortSignal): Promise<void> {
    let waitMs = soonMs
    let failures = 0
    while (!signal.aborted) {
      const job = this.#journal.get(fineTuneJobId)?.job
      if (!job || !isFollowed(job.status)) return
      try {
        const isChanged = await this.step(fineTuneJobId, signal)
        failures = 0
        waitMs = isChanged ? soonMs : Math.min(latestMs, waitMs * 1.5)
      } catch (error) {
        if (signal.aborted) return
        this.#noteUnreached(fineTuneJobId, error)
        failures += 1
        waitMs = Math.min(latestMs, soonMs * 2 ** Math.min(failures - 1, 10)) * (0.75 + this.#ports.random() / 4)
      }
      await this.#wait(fineTuneJobId, waitMs, signal)
    }
  }

  async #step(fineTuneJobId: FineTuneJobId, signal: AbortSignal): Promise<boolean> {
    const job = this.#journal.get(fineTuneJobId)?.job
    const trainer = job?.trainer
    if (!job || !trainer) return false
    if (job.status === 'sending') {
      await sendFineTune({ ...job, trainer }, this.#ports, this.#journal, signal)
      return true
    }
    const { providerJobId } = job
    if (providerJobId === null) return false
    return pollFineTune({ ...job, trainer, providerJobId }, this.#ports, this.#journal, signal)
  }

  /** Once for each outage; what is no outage is said as it is. */
  #noteUnreached(fineTuneJobId: FineTuneJobId, error: unknown): void {
    const job = this.#journal.get(fineTuneJobId)?.job
    if (!job || job.notReachedSince !== null) return
    if (!(error instanceof CallFailure) && !(error instanceof AppError)) throw error
    this.#journal.change(fineTuneJobId, { notReachedSince: this.#journal.now() }, messageOf(error), 'warn')
  }

  #wait(fineTuneJobId: FineTuneJobId, durationMs: number, signal: AbortSignal): Promise<void> {
    const entry = this.#followed.get(fineTuneJobId)
    if (!entry) return Promise.resolve()
    const awake = new AbortController()
    const stop = () => awake.abort()
    signal.addEventListener('abort', stop, { once: true })
    entry.wake = stop
    return this.#ports.clock
      .sleep(durationMs, awake.signal)
      .catch(() => {})
      .finally(() => {
        entry.wake = () => {}
        signal.removeEventListener('abort', stop)
      })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
