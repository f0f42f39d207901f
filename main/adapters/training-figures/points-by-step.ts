import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import { figureOf } from './figure-of.ts'

type Figure = Exclude<keyof TrainingPoint, 'notFinite'>

/** Under which names a provider tells each figure; the first that holds a number counts. */
type FigureNames = Readonly<Record<Figure, readonly string[]>>

/** A curve from figures as they came, in the order of their steps; a later one of the same step completes an earlier one. */
export function pointsByStep(
  records: readonly Readonly<Record<string, unknown>>[],
  names: FigureNames,
): TrainingPoint[] {
  const points = new Map<number, TrainingPoint>()
  for (const figures of records) {
    const step = figureOf(figures, ...names.step)
    if (step === null || !Number.isInteger(step) || step < 0) continue
    const before = points.get(step)
    const told = (name: Exclude<Figure, 'step'>) => figureOf(figures, ...names[name]) ?? before?.[name] ?? null
    points.set(step, {
      step,
      epoch: told('epoch'),
      trainLoss: told('trainLoss'),
      trainAccuracy: told('trainAccuracy'),
      validLoss: told('validLoss'),
      validAccuracy: told('validAccuracy'),
    })
  }
  return [...points.values()].sort((a, b) => a.step - b.step)
}
