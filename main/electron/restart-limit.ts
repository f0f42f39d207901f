/** Ends that follow each other within this time have one cause. */
const windowMs = 60_000

/**
 * What to do when the engine's process ended unasked. Its jobs go on after the first time; a job that ends the process
 * again is not tried a third time; a process that ends even without jobs is left alone.
 */
export class RestartLimit {
  #endsMs: number[] = []

  next(nowMs: number): 'resume' | 'start' | 'give up' {
    this.#endsMs = [...this.#endsMs.filter((endMs) => nowMs - endMs < windowMs), nowMs]
    if (this.#endsMs.length === 1) return 'resume'
    return this.#endsMs.length === 2 ? 'start' : 'give up'
  }
}
