import { AppError } from '../../../shared/domain/app-error.ts'
import type {
  FineTuneEstimate,
  FineTuneEvent,
  FineTuneJob,
  FineTuneSpec,
  ProviderFineTune,
  TrainerOffer,
} from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { requireWritable } from '../../../shared/domain/require-writable.ts'
import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import type { TrainingPrice } from '../../../shared/domain/training-price.ts'
import type { TrainingVersion } from '../../../shared/domain/training-set.ts'
import { CallFailure } from '../../ports/call-failure.ts'
import type { FineTuneRecord } from '../../ports/fine-tune-store.ts'
import { asAppErrors } from './as-app-errors.ts'
import { bookFineTune } from './book-fine-tune.ts'
import { estimateFineTune } from './estimate-fine-tune.ts'
import { findFineTune, fineTuneMissing } from './find-fine-tune.ts'
import { findTrainingVersion } from './find-training-version.ts'
import { FineTuneFollower } from './fine-tune-follower.ts'
import { FineTuneJournal } from './fine-tune-journal.ts'
import { fineTuneView, hasEnded, isFollowed } from './fine-tune-view.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { importFineTuneFiles, importProviderJob, providerFineTunes } from './import-fine-tune.ts'
import { newTag } from './new-fine-tune.ts'
import { launchFineTune, searchFineTune } from './send-fine-tune.ts'
import { setTrainingPrice } from './set-training-price.ts'
import { trainerOffers } from './trainer-offers.ts'
import { watchFineTune } from './watch-fine-tune.ts'
import { watchFineTunes } from './watch-fine-tunes.ts'

/** Fine-tune jobs, whoever trains. What each state means is in `FineTuneStatus`. */
export class FineTuning {
  readonly #ports: FineTuningPorts
  readonly #journal: FineTuneJournal
  readonly #follower: FineTuneFollower
  readonly #stop = new AbortController()

  constructor(ports: FineTuningPorts) {
    this.#ports = ports
    this.#journal = new FineTuneJournal(ports)
    this.#follower = new FineTuneFollower(ports, this.#journal)
  }

  /** Follows what an earlier process began. What was being sent is looked for, never sent again. */
  begin(): void {
    if (this.#ports.store.readOnly) return
    for (const { job } of this.#ports.store.fineTunes.list()) {
      if (isFollowed(job.status)) this.#follower.follow(job.fineTuneJobId)
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort(new AppError('CANCELLED', 'Rungs ends.'))
    await this.#follower.stop()
  }

  trainers(): Promise<TrainerOffer[]> {
    return trainerOffers(this.#ports)
  }

  /** Throws AppError NOT_FOUND. */
  trainingVersion(reference: string): TrainingVersion {
    return findTrainingVersion(reference, this.#ports.store)
  }

  list(): FineTuneJob[] {
    return this.#ports.store.fineTunes.list().map((record) => this.#view(record))
  }

  /** By id, unique beginning of an id, or name. Throws AppError NOT_FOUND, or INVALID_INPUT when several fit. */
  get(reference: string): FineTuneJob {
    return this.#view(findFineTune(reference, this.#ports.store.fineTunes.list()))
  }

  estimate(spec: FineTuneSpec): Promise<FineTuneEstimate> {
    return estimateFineTune(spec, this.#ports)
  }

  setPrice(trainer: TrainerSettings, baseModel: string, usdPerMillionTokens: number): TrainingPrice {
    requireWritable(this.#ports.store)
    return setTrainingPrice(trainer, baseModel, usdPerMillionTokens, this.#ports)
  }

  /** Throws AppError BUDGET_REACHED, NOT_FOUND, INVALID_INPUT, WORKSPACE_LOCKED: then nothing was written down. */
  async start(spec: FineTuneSpec): Promise<FineTuneJob> {
    requireWritable(this.#ports.store)
    const job = await bookFineTune(spec, this.#ports, this.#stop.signal)
    this.#journal.announce(job.fineTuneJobId)
    this.#follower.follow(job.fineTuneJobId)
    return this.#require(job.fineTuneJobId)
  }

  async cancel(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    const { status, sentAt, cancelRequestedAt } = this.#require(fineTuneJobId)
    requireWritable(this.#ports.store)
    if (hasEnded(status) || status === 'refused') return this.#require(fineTuneJobId)
    if (status === 'unconfirmed') return this.searchAgain(fineTuneJobId)
    const requested = cancelRequestedAt ?? this.#journal.now()
    if ((status === 'sending' && sentAt === null) || status === 'prepared') {
      this.#end(fineTuneJobId, requested, 'Cancelled before it was sent: nothing is charged.')
      await this.#follower.unfollow(fineTuneJobId)
      return this.#require(fineTuneJobId)
    }
    this.#journal.change(fineTuneJobId, { cancelRequestedAt: requested }, 'The cancellation was asked for.')
    await this.#ask(fineTuneJobId)
    return this.#require(fineTuneJobId)
  }

  pause(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    return this.#move(fineTuneJobId, 'pause')
  }

  resume(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    return this.#move(fineTuneJobId, 'resume')
  }

  async launch(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    const { trainer, providerJobId } = this.#requireAction(fineTuneJobId, 'launch')
    await launchFineTune(fineTuneJobId, providerJobId!, this.#ports.trainers.open(trainer!), this.#journal)
    this.#follower.follow(fineTuneJobId)
    const job = this.#require(fineTuneJobId)
    if (job.status === 'prepared' && job.error) throw new AppError('NOT_FOUND', job.error.message)
    return job
  }

  async searchAgain(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    const job = this.#requireAction(fineTuneJobId, 'searchAgain')
    const trainer = job.trainer!
    await asAppErrors(searchFineTune({ ...job, trainer }, this.#ports, this.#journal, this.#stop.signal))
    this.#follower.follow(fineTuneJobId)
    return this.#require(fineTuneJobId)
  }

  /** With a new tag and a new booking: if the first one exists after all, it is another job. */
  async sendAgain(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    this.#requireAction(fineTuneJobId, 'sendAgain')
    this.#journal.release(fineTuneJobId)
    const { store } = this.#ports
    const { job } = store.fineTunes.get(fineTuneJobId)!
    if (job.trainer?.kind !== 'together' || job.costEstimateUsd !== null) {
      await this.#journal.book(job, job.costEstimateUsd, job.priceSource ?? '', this.#stop.signal)
    }
    this.#journal.change(
      fineTuneJobId,
      {
        ...{ status: 'sending', error: null, providerJobId: null, cancelRequestedAt: null, notReachedSince: null },
        sentAt: null,
        tag: newTag(`${fineTuneJobId} ${job.tag}`, this.#journal.now()),
      },
      'Sent again, as the user asked.',
    )
    this.#follower.follow(fineTuneJobId)
    return this.#require(fineTuneJobId)
  }

  giveUp(fineTuneJobId: FineTuneJobId): FineTuneJob {
    this.#requireAction(fineTuneJobId, 'giveUp')
    this.#end(fineTuneJobId, this.#journal.now(), 'The user says that the provider does not have it.')
    return this.#require(fineTuneJobId)
  }

  /** Throws AppError PROVIDER_UNAVAILABLE or PROVIDER_REFUSED. */
  async refresh(fineTuneJobId: FineTuneJobId): Promise<FineTuneJob> {
    this.#require(fineTuneJobId)
    requireWritable(this.#ports.store)
    await asAppErrors(this.#follower.step(fineTuneJobId, this.#stop.signal))
    const job = this.#require(fineTuneJobId)
    if (isFollowed(job.status)) this.#follower.follow(fineTuneJobId)
    return job
  }

  rename(fineTuneJobId: FineTuneJobId, name: string): FineTuneJob {
    this.#require(fineTuneJobId)
    requireWritable(this.#ports.store)
    this.#journal.change(fineTuneJobId, { name })
    return this.#require(fineTuneJobId)
  }

  /** Throws AppError CONFLICT while it may still cost something. */
  remove(fineTuneJobId: FineTuneJobId): boolean {
    const { status, name } = this.#require(fineTuneJobId)
    requireWritable(this.#ports.store)
    if (isFollowed(status) || status === 'unconfirmed') {
      throw new AppError('CONFLICT', `${name} has not ended, so it stays. Cancel it first.`, { fineTuneJobId })
    }
    return this.#ports.store.fineTunes.remove(fineTuneJobId)
  }

  events(fineTuneJobId: FineTuneJobId, afterSeq: number, limit: number): FineTuneEvent[] {
    this.#require(fineTuneJobId)
    return this.#ports.store.fineTunes.eventsAfter(fineTuneJobId, afterSeq, limit)
  }

  watch(fineTuneJobId: FineTuneJobId, signal?: AbortSignal): ReturnType<typeof watchFineTune> {
    this.#require(fineTuneJobId)
    return watchFineTune(fineTuneJobId, this.#ports.store.fineTunes, this.#journal, this.#until(signal))
  }

  /** Each job that changes, until the signal. */
  watchAll(signal?: AbortSignal): AsyncGenerator<FineTuneJob, void> {
    return watchFineTunes(this.#ports.store.fineTunes, this.#journal, this.#until(signal))
  }

  points(fineTuneJobId: FineTuneJobId): TrainingPoint[] {
    this.#require(fineTuneJobId)
    return this.#ports.store.fineTunes.points(fineTuneJobId)
  }

  async resultFile(fineTuneJobId: FineTuneJobId, name: string): Promise<{ name: string; text: string }> {
    this.#require(fineTuneJobId)
    const sha256 = this.#ports.store.fineTunes.resultFiles(fineTuneJobId).get(name)
    const bytes = sha256 === undefined ? null : await this.#ports.vault.get(sha256)
    if (bytes === null) throw new AppError('NOT_FOUND', `The job has no file ${name}.`, { fineTuneJobId, name })
    return { name, text: new TextDecoder().decode(bytes) }
  }

  async providerJobs(trainer: TrainerSettings): Promise<ProviderFineTune[]> {
    const jobs = await asAppErrors(this.#ports.trainers.open(trainer).list(this.#stop.signal))
    return providerFineTunes(jobs, trainer, this.#ports)
  }

  /** With everything that the provider tells of it by now. */
  async importJob(trainer: TrainerSettings, providerJobId: string): Promise<FineTuneJob> {
    requireWritable(this.#ports.store)
    const found = await asAppErrors(this.#ports.trainers.open(trainer).get(providerJobId, this.#stop.signal))
    const { fineTuneJobId } = importProviderJob(found, trainer, this.#ports, this.#journal)
    await this.#ask(fineTuneJobId)
    this.#follower.follow(fineTuneJobId)
    return this.#require(fineTuneJobId)
  }

  async importFiles(given: Parameters<typeof importFineTuneFiles>[0]): Promise<FineTuneJob> {
    requireWritable(this.#ports.store)
    return this.#require((await importFineTuneFiles(given, this.#ports, this.#journal)).fineTuneJobId)
  }

  #end(fineTuneJobId: FineTuneJobId, requestedAt: string, message: string): void {
    this.#ports.store.transaction(() => {
      this.#journal.release(fineTuneJobId)
      const change = { status: 'cancelled', cancelRequestedAt: requestedAt, finishedAt: this.#journal.now() } as const
      this.#journal.change(fineTuneJobId, change, message)
    })
  }

  async #move(fineTuneJobId: FineTuneJobId, action: 'pause' | 'resume'): Promise<FineTuneJob> {
    const { trainer, providerJobId } = this.#requireAction(fineTuneJobId, action)
    const opened = this.#ports.trainers.open(trainer!)
    const told = await asAppErrors(opened[action](providerJobId!, this.#stop.signal))
    const status =
      action === 'pause' && !hasEnded(told.status) ? 'paused' : hasEnded(told.status) ? 'running' : told.status
    this.#journal.change(fineTuneJobId, { status }, action === 'pause' ? 'Paused.' : 'Resumed.')
    this.#follower.follow(fineTuneJobId)
    return this.#require(fineTuneJobId)
  }

  /** Asks at once; what is not reached is asked again by the loop. */
  async #ask(fineTuneJobId: FineTuneJobId): Promise<void> {
    await this.#follower.step(fineTuneJobId, this.#stop.signal).catch((error: unknown) => {
      if (!(error instanceof CallFailure) && !(error instanceof AppError)) throw error
    })
    this.#follower.follow(fineTuneJobId)
  }

  #until(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
  }

  #view(record: FineTuneRecord): FineTuneJob {
    return fineTuneView(record, this.#ports.store.fineTunes)
  }

  #require(fineTuneJobId: FineTuneJobId): FineTuneJob {
    const record = this.#ports.store.fineTunes.get(fineTuneJobId)
    if (!record) throw fineTuneMissing(fineTuneJobId)
    return this.#view(record)
  }

  /** Throws AppError CONFLICT where the state or the trainer does not allow it. */
  #requireAction(fineTuneJobId: FineTuneJobId, action: FineTuneJob['actions'][number]): FineTuneJob {
    const job = this.#require(fineTuneJobId)
    requireWritable(this.#ports.store)
    if (job.actions.includes(action)) return job
    const what = action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    throw new AppError('CONFLICT', `${job.name} is ${job.status}: it cannot do "${what}" now. Nothing was changed.`, {
      status: job.status,
      action,
    })
  }
}
