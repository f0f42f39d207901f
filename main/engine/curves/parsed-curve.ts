import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'

export type CurveFormat = 'resultCsv' | 'trainerState' | 'log'

/** [x, value] as the file has it and in its order; null = NaN or infinite there. */
export type CurveSeries = readonly (readonly [x: number, value: number | null])[]

/** What a training left in one file. */
export interface ParsedCurve {
  readonly format: CurveFormat
  /** By the file's own names: `train_loss`, `valid_loss` or `eval_loss`, and whatever else it measures. */
  readonly series: Readonly<Record<string, CurveSeries>>
  /** What x is. */
  readonly xAxis: 'step' | 'epoch'
  /** By step, one each: where a resumed run measured a step again, the last one counts. */
  readonly points: readonly TrainingPoint[]
  /** The row after the last step, whose loss is the mean over the training; null without one, or NaN in it. */
  readonly final: { step: number | null; trainLossMean: number | null; runtimeSeconds: number | null } | null
  readonly best: { step: number; metric: number } | null
  /** Rows that were cut off. */
  readonly incompleteRows: number
  /** Numbers, from 1, of lines that look like measurements and are none. */
  readonly skippedLines: readonly number[]
  /** Sentences. */
  readonly warnings: readonly string[]
}
