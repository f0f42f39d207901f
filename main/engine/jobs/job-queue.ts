import { AppError, type ErrorCode } from '../../../shared/domain/app-error.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobEvent, JobKind, JobSnapshot, JobStatus } from '../../../shared/domain/job.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobItem, JobRecord, JobStore } from '../../ports/job-store.ts'
import type { NewId } from '../../ports/new-id.ts'
import { Changes } from './changes.ts'
import { ItemFailure } from './item-failure.ts'
import type { JobContext, JobHandler } from './job-handler.ts'
import { JobProgressTracker } from './job-progress-tracker.ts'

/** At most this often a job's progress becomes an event: the transport has no backpressure. */
const progressEveryMs = 100

/** The process ends while a job runs; nobody asked for the job to be given up. */
class Interruption extends AppError {
  constructor() {
    super('CANCELLED', 'Rungs was stopped.')
  }
}

interface ActiveJob {
  readonly tracker: JobProgressTracker
  readonly abort: AbortController
  lastProgressMs: number
}

/**
 * Runs jobs one after another. A job and its items are journalled before the first of them starts; a finished item is
 * never run again; every change is an event numbered from 1.
 */
export class JobQueue {
  readonly #store: JobStore
  readonly #clock: Clock
  readonly #newId: NewId
  readonly #handlers = new Map<JobKind, JobHandler>()
  readonly #active = new Map<JobId, ActiveJob>()
  /** What kept the end of a job from being journalled, such as a full disk: all that is left is to tell who watches. */
  readonly #unstoredEnds = new Map<JobId, unknown>()
  /** Why jobs failed, by kind: the journal keeps the sentence only. */
  readonly #errorCodes = new Map<JobId, ErrorCode>()
  readonly #changes = new Changes<JobId>()
  #tail: Promise<void> = Promise.resolve()

  constructor(ports: { jobs: JobStore; clock: Clock; newId: NewId }) {
    this.#store = ports.jobs
    this.#clock = ports.clock
    this.#newId = ports.newId
  }

  register(handler: JobHandler): void {
    this.#handlers.set(handler.kind, handler)
  }

  /**
   * Journals a job. It does not run before `start`, so that the caller can store what belongs to it in the same
   * transaction.
   */
  add(kind: JobKind, title: string, spec: unknown, items: readonly Omit<JobItem, 'done'>[]): JobId {
    const jobId = this.#newId() as JobId
    this.#store.add({ jobId, kind, title, spec, createdAt: this.#now() }, items)
    return jobId
  }

  /** Queues a job that was added, or one that ended before its last item. Returns at once. */
  start(jobId: JobId): void {
    const job = this.#require(jobId)
    if (this.#active.has(jobId)) return
    if (job.status === 'finished') {
      throw new AppError('CONFLICT', `Job ${jobId} is finished; there is nothing left to do.`, { jobId })
    }
    this.#unstoredEnds.delete(jobId)
    this.#errorCodes.delete(jobId)
    this.#active.set(jobId, {
      tracker: new JobProgressTracker(this.#store.items(jobId), this.#clock.monotonicMs()),
      abort: new AbortController(),
      lastProgressMs: Number.NEGATIVE_INFINITY,
    })
    this.#setStatus(jobId, 'queued', 'Queued')
    this.#tail = this.#tail.then(() => this.#run(jobId))
  }

  /** Stops a job after what it is doing right now has been stored. A job that is not active is only marked. */
  cancel(jobId: JobId): void {
    const job = this.#require(jobId)
    const active = this.#active.get(jobId)
    if (active) active.abort.abort(new AppError('CANCELLED', 'Cancelled.'))
    else if (job.status !== 'finished') {
      this.#handlers.get(job.kind)?.stopped?.(job, 'cancelled', 'Cancelled.')
      this.#setStatus(jobId, 'cancelled', 'Cancelled')
    }
  }

  /** Jobs that were stopped before their end and can go on, oldest first. */
  resumable(): JobSnapshot[] {
    return this.list().filter(
      ({ kind, status }) =>
        status === 'interrupted' ||
        status === 'cancelled' ||
        // A failed import would fail again: its files have to be changed, and then it is another import.
        (status === 'failed' && kind !== 'import'),
    )
  }

  list(): JobSnapshot[] {
    return this.#store.list().map((job) => this.#snapshotOf(job))
  }

  snapshot(jobId: JobId): JobSnapshot {
    return this.#snapshotOf(this.#require(jobId))
  }

  /** Changes what a stopped job is to do. Throws AppError CONFLICT while it is under way. */
  changeSpec(jobId: JobId, spec: unknown): void {
    if (this.#active.has(jobId)) {
      throw new AppError('CONFLICT', `Job ${jobId} is under way; stop it before it is changed.`, { jobId })
    }
    this.#store.setSpec(jobId, spec)
  }

  /** What the job was asked to do, as its domain wrote it. */
  spec(jobId: JobId): unknown {
    return this.#require(jobId).spec
  }

  result(jobId: JobId): unknown {
    return this.#require(jobId).result
  }

  /**
   * Events after `afterSeq`, then new ones as they come, until the job has ended and all its events are given. With
   * `afterSeq` undefined it starts with one event that holds the present state. Throws what kept the end of the job from
   * being stored, such as AppError DISK_FULL.
   */
  async *watch(jobId: JobId, afterSeq: number | undefined, signal?: AbortSignal): AsyncGenerator<JobEvent, void> {
    this.#require(jobId)
    let seq = afterSeq ?? this.#store.lastSeq(jobId)
    if (afterSeq === undefined) {
      yield { seq, at: this.#now(), kind: 'status', message: 'Now', snapshot: this.snapshot(jobId) }
    }
    const changes = this.#changes.gather(signal, (changed) => changed === jobId)
    try {
      while (!signal?.aborted) {
        const events = this.#store.eventsAfter(jobId, seq, 100)
        for (const event of events) {
          seq = event.seq
          yield event
        }
        if (events.length > 0) continue
        if (this.#unstoredEnds.has(jobId)) throw this.#unstoredEnds.get(jobId)
        if (!this.#active.has(jobId)) return
        await changes.next()
      }
    } finally {
      changes.stop()
    }
  }

  /** Calls back with every change of every job, as it comes. @returns a function that ends it. */
  watchAll(onChange: (snapshot: JobSnapshot) => void): () => void {
    return this.#changes.onChange((jobId) => onChange(this.snapshot(jobId)))
  }

  /** Resolves when no job is active any more. */
  async idle(): Promise<void> {
    while (this.#active.size > 0) await this.#tail
  }

  /**
   * Interrupts what is active and waits until it has stopped, because this process ends. The next one offers to resume
   * it, as it does after a kill; what the user cancelled before stays cancelled.
   */
  async stop(): Promise<void> {
    for (const { abort } of this.#active.values()) abort.abort(new Interruption())
    await this.idle()
  }

  async #run(jobId: JobId): Promise<void> {
    const job = this.#require(jobId)
    const active = this.#active.get(jobId)!
    const handler = this.#handlers.get(job.kind)!
    const failures: ItemFailure[] = []
    try {
      active.abort.signal.throwIfAborted()
      this.#setStatus(jobId, 'running', job.title)
      for (const item of this.#store.items(jobId)) {
        if (item.done) continue
        active.abort.signal.throwIfAborted()
        active.tracker.startItem(item)
        try {
          await handler.runItem(this.#require(jobId), item.key, this.#contextOf(jobId, active))
        } catch (error) {
          if (!(error instanceof ItemFailure)) throw error
          failures.push(error)
          this.#emit(jobId, 'note', error.message)
          continue
        }
        this.#store.setItemDone(jobId, item.key)
        active.tracker.finishItem()
        this.#emit(jobId, 'item', item.key)
      }
      this.#active.delete(jobId)
      if (failures.length === 0) {
        this.#setStatus(jobId, 'finished', 'Finished')
        return
      }
      const codes = new Set(failures.map((failure) => codeOf(failure.cause)))
      const [code] = codes
      if (code && codes.size === 1) this.#errorCodes.set(jobId, code)
      const messages = new Set(failures.map((failure) => failure.message))
      this.#setStatus(jobId, 'failed', 'Failed', [...messages].join(' '))
    } catch (error) {
      this.#active.delete(jobId)
      const end = endOf(active.abort.signal)
      const message = end === 'failed' ? messageOf(error) : endMessages[end]
      const code = end === 'failed' ? codeOf(error) : null
      if (code) this.#errorCodes.set(jobId, code)
      try {
        handler.stopped?.(job, end, end === 'failed' ? message : `${message}.`)
        this.#setStatus(jobId, end, end === 'failed' ? 'Failed' : message, end === 'failed' ? message : undefined)
      } catch (unstored) {
        // The next job must still run, and nobody may wait for an event that cannot come.
        this.#unstoredEnds.set(jobId, unstored)
        this.#changes.announce(jobId)
      }
    }
  }

  #contextOf(jobId: JobId, active: ActiveJob): JobContext {
    return {
      signal: active.abort.signal,
      note: (message) => this.#emit(jobId, 'note', message),
      progress: (progress, itemFraction) => {
        active.tracker.update(progress, itemFraction)
        const nowMs = this.#clock.monotonicMs()
        if (nowMs - active.lastProgressMs < progressEveryMs) return
        active.lastProgressMs = nowMs
        this.#emit(jobId, 'progress', progress.stage)
      },
    }
  }

  #setStatus(jobId: JobId, status: JobStatus, message: string, error?: string): void {
    this.#store.setStatus(jobId, status, this.#now(), error)
    this.#emit(jobId, 'status', message)
  }

  #emit(jobId: JobId, kind: JobEvent['kind'], message: string): void {
    this.#store.addEvent(jobId, { at: this.#now(), kind, message, snapshot: this.snapshot(jobId) })
    this.#changes.announce(jobId)
  }

  #snapshotOf(job: JobRecord): JobSnapshot {
    const tracker = this.#active.get(job.jobId)?.tracker
    const errorCode = this.#errorCodes.get(job.jobId)
    const items = tracker ? null : this.#store.items(job.jobId)
    return {
      jobId: job.jobId,
      kind: job.kind,
      title: job.title,
      status: job.status,
      createdAt: job.createdAt,
      startedAt: job.startedAt,
      finishedAt: job.finishedAt,
      itemsDone: tracker?.itemsDone ?? items!.filter((item) => item.done).length,
      itemsTotal: tracker?.itemsTotal ?? items!.length,
      progress: tracker?.progress ?? null,
      etaSeconds: tracker?.etaSeconds(this.#clock.monotonicMs()) ?? null,
      error: job.error,
      ...(job.status === 'failed' && errorCode && { errorCode }),
    }
  }

  #require(jobId: JobId): JobRecord {
    const job = this.#store.get(jobId)
    if (!job) throw new AppError('NOT_FOUND', `There is no job ${jobId} in this workspace.`, { jobId })
    return job
  }

  #now(): string {
    return this.#clock.now().toISOString()
  }
}

const endMessages = { cancelled: 'Cancelled', interrupted: 'Stopped with Rungs' } as const

/** Why a job ends that threw: an abort comes first, because what it threw is only what the abort led to. */
function endOf({ aborted, reason }: AbortSignal): 'cancelled' | 'interrupted' | 'failed' {
  if (!aborted) return 'failed'
  return reason instanceof Interruption ? 'interrupted' : 'cancelled'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): ErrorCode | null {
  return error instanceof AppError ? error.code : null
}
