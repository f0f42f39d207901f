import { AppError } from '../../../shared/domain/app-error.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import { parseCurveFile } from './parse-curve-file.ts'

/** The curve in a file that a training left, by step; empty when the file holds none. */
export function readCurvePoints(file: { readonly name: string; readonly text: string }): readonly TrainingPoint[] {
  try {
    return parseCurveFile(file).points
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
