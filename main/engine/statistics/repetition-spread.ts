import { sampleDeviation } from './sample-deviation.ts'

/** A stochastic run's scores, by example first. */
export interface Repetitions {
  /** Mean over the repetitions of each example, NaN where none was scored: what a comparison takes. Shape [examples]. */
  readonly perExample: Float64Array
  /** Standard deviation of the means of the repetitions, in the unit of the scores; null with fewer than two. */
  readonly spread: number | null
}

/** @param repetitions one column per repetition, NaN where missing. Shape [repetitions][examples]. */
export function repetitionSpread(repetitions: readonly Float64Array[]): Repetitions {
  const perExample = new Float64Array(repetitions[0]?.length ?? 0)
  for (let example = 0; example < perExample.length; example++) {
    perExample[example] = meanOf(repetitions.map((column) => column[example]!))
  }
  const means = repetitions.map(meanOf).filter((mean) => !Number.isNaN(mean))
  return { perExample, spread: sampleDeviation(means) }
}

function meanOf(values: ArrayLike<number>): number {
  const present = Array.from(values).filter((value) => !Number.isNaN(value))
  return present.reduce((sum, value) => sum + value, 0) / present.length
}
