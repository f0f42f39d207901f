/** The states that a job goes through, one `advance` each. `train` works through a third of the steps. */
export type LifeStage = 'validating' | 'queued' | 'running' | 'train' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

export const usualLife: readonly LifeStage[] = [
  'validating',
  'queued',
  'running',
  'train',
  'train',
  'train',
  'succeeded',
]

export interface LifeOptions {
  readonly stages: readonly LifeStage[]
  /** Said by a job that fails. */
  readonly failure: { readonly code: string; readonly message: string }
}

export interface TrainedStep {
  readonly step: number
  readonly trainLoss: number
  readonly trainAccuracy: number
  /** On every fifth step. */
  readonly validLoss: number | null
  readonly validAccuracy: number | null
}

/** All steps of a job; a third of them belongs to each `train`. */
export const totalSteps = 30

/** One training that a test server pretends to do: it goes on when it is told to. */
export class ScriptedTraining {
  readonly #options: LifeOptions
  #position = 0
  #trained = 0
  #cancelAfter: number | null = null
  #ended: LifeStage | null = null
  isPaused = false

  constructor(options: LifeOptions) {
    this.#options = options
  }

  get stage(): LifeStage {
    if (this.#ended) return this.#ended
    const stage = this.#options.stages[this.#position] ?? 'queued'
    return stage === 'train' ? 'running' : stage
  }

  get hasEnded(): boolean {
    return ['succeeded', 'failed', 'cancelled'].includes(this.stage)
  }

  get failure(): LifeOptions['failure'] {
    return this.#options.failure
  }

  get isBeingCancelled(): boolean {
    return this.#cancelAfter !== null && !this.hasEnded
  }

  advance(): void {
    if (this.hasEnded || this.isPaused) return
    if (this.#cancelAfter !== null) {
      if (this.#cancelAfter <= 1) this.#ended = 'cancelled'
      this.#cancelAfter -= 1
      return
    }
    this.#position = Math.min(this.#position + 1, this.#options.stages.length - 1)
    if (this.#options.stages[this.#position] === 'train') this.#trained = Math.min(totalSteps, this.#trained + 10)
  }

  /** Is cancelled at once, or `after` so many further `advance`. */
  cancel(after: number): void {
    if (this.hasEnded) return
    this.isPaused = false
    if (after === 0) this.#ended = 'cancelled'
    else this.#cancelAfter ??= after
  }

  /** What was trained so far. */
  get steps(): TrainedStep[] {
    return Array.from({ length: this.#trained }, (_, index) => stepAt(index + 1))
  }
}

/** Losses that fall as those of real trainings do, and always the same. */
function stepAt(step: number): TrainedStep {
  const round = (value: number) => Math.round(value * 10_000) / 10_000
  const isMeasured = step % 5 === 0
  return {
    step,
    trainLoss: round(0.2 + 2 * Math.exp(-step / 8)),
    trainAccuracy: round(0.95 - 0.6 * Math.exp(-step / 8)),
    validLoss: isMeasured ? round(0.35 + 1.9 * Math.exp(-step / 8)) : null,
    validAccuracy: isMeasured ? round(0.9 - 0.55 * Math.exp(-step / 8)) : null,
  }
}
