import type { RunValue } from '../../../ports/run-store.ts'
import { repetitionSpread } from '../../statistics/repetition-spread.ts'

/** Under which name a run's stored figures keep the spread of a measure between its repetitions. */
export function spreadName(metric: string): string {
  return `spread.${metric}`
}

/** Scores of a run that answers each example several times, repetition by repetition. */
export class RepetitionScores {
  readonly #examples: number
  readonly #repetitions: number
  readonly #columns = new Map<string, Float64Array[]>()

  constructor(examples: number, repetitions: number) {
    this.#examples = examples
    this.#repetitions = repetitions
  }

  /** @param position of the example in the split, from 0. @param score NaN counts as missing. */
  add(metric: string, repetition: number, position: number, score: number): void {
    let columns = this.#columns.get(metric)
    if (!columns) {
      columns = Array.from({ length: this.#repetitions }, () => new Float64Array(this.#examples).fill(Number.NaN))
      this.#columns.set(metric, columns)
    }
    const column = columns[repetition]
    if (column) column[position] = score
  }

  /**
   * Standard deviation of the repetitions' means, by `spreadName`, n = repetitions that have a mean. Measures that fewer
   * than two repetitions have are left out.
   */
  spreads(): Map<string, RunValue> {
    const found = new Map<string, RunValue>()
    for (const [metric, columns] of this.#columns) {
      const scored = columns.filter((column) => column.some((score) => !Number.isNaN(score)))
      const { spread } = repetitionSpread(scored)
      if (spread !== null) found.set(spreadName(metric), { value: spread, n: scored.length })
    }
    return found
  }
}
