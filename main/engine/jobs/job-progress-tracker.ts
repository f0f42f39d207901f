import type { JobProgress } from '../../../shared/domain/job.ts'
import type { JobItem } from '../../ports/job-store.ts'

/** Works out how far a job is and how long the rest may take, from the weights of its items. */
export class JobProgressTracker {
  readonly #startedMs: number
  readonly #totalWeight: number
  #doneWeight: number
  readonly #weightAtStart: number
  #itemWeight = 0
  #itemFraction = 0
  #itemsDone: number
  readonly itemsTotal: number
  progress: JobProgress | null = null

  constructor(items: readonly JobItem[], nowMs: number) {
    this.#startedMs = nowMs
    this.itemsTotal = items.length
    this.#itemsDone = items.filter((item) => item.done).length
    this.#totalWeight = items.reduce((sum, item) => sum + item.weight, 0)
    this.#doneWeight = items.reduce((sum, item) => sum + (item.done ? item.weight : 0), 0)
    this.#weightAtStart = this.#doneWeight
  }

  get itemsDone(): number {
    return this.#itemsDone
  }

  startItem(item: JobItem): void {
    this.#itemWeight = item.weight
    this.#itemFraction = 0
  }

  update(progress: JobProgress, itemFraction: number): void {
    this.progress = progress
    // What is done never becomes less, even when a stage starts its own count again.
    this.#itemFraction = Math.max(this.#itemFraction, Math.min(1, itemFraction))
  }

  finishItem(): void {
    this.#doneWeight += this.#itemWeight
    this.#itemsDone += 1
    this.#itemWeight = 0
    this.#itemFraction = 0
  }

  /** Seconds left, or null while too little is done to tell (under 3 % of the work, or under a second). */
  etaSeconds(nowMs: number): number | null {
    const done = this.#doneWeight + this.#itemWeight * this.#itemFraction - this.#weightAtStart
    const left = this.#totalWeight - this.#weightAtStart - done
    const elapsedSeconds = (nowMs - this.#startedMs) / 1000
    if (done <= 0.03 * this.#totalWeight || elapsedSeconds < 1) return null
    return Math.max(0, (elapsedSeconds * left) / done)
  }
}
