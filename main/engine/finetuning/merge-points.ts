import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'

/** By step; what a later list knows goes before what an earlier one said, and what it does not know stays. */
export function mergePoints(...lists: readonly (readonly TrainingPoint[])[]): TrainingPoint[] {
  const byStep = new Map<number, TrainingPoint>()
  for (const point of lists.flat()) {
    const before = byStep.get(point.step)
    const known = Object.entries(point).filter(([, value]) => value !== null && value !== undefined)
    byStep.set(point.step, before ? { ...before, ...Object.fromEntries(known) } : point)
  }
  return [...byStep.values()].sort((a, b) => a.step - b.step)
}

/**
 * What a local trainer's files tell: the state of its newest checkpoint, and the log for the steps behind it. A log that is
 * alone tells all.
 */
export function joinFilePoints(fromFiles: readonly (readonly TrainingPoint[])[]): TrainingPoint[] {
  const [first = [], ...others] = fromFiles.filter((points) => points.length > 0)
  const last = first.at(-1)?.step ?? -1
  return mergePoints(first, ...others.map((points) => points.filter(({ step }) => step > last)))
}
