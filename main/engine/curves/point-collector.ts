import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'

type Figure = 'trainLoss' | 'trainAccuracy' | 'validLoss' | 'validAccuracy'

/** Joins what is measured at the same step; what is measured there again replaces what was. */
export class PointCollector {
  readonly #points = new Map<number, TrainingPoint>()

  /** @param value null = NaN or infinite */
  put(step: number, figure: Figure, value: number | null, epoch: number | null = null): void {
    if (!Number.isSafeInteger(step) || step < 0) return
    const point = this.#points.get(step) ?? {
      ...{ step, epoch: null, trainLoss: null, trainAccuracy: null, validLoss: null, validAccuracy: null },
    }
    const { notFinite = [], ...figures } = point
    const others = notFinite.filter((name) => name !== figure)
    const isLoss = figure === 'trainLoss' || figure === 'validLoss'
    const broken = value === null && isLoss ? [...others, figure] : others
    this.#points.set(step, {
      ...figures,
      epoch: epoch ?? point.epoch,
      [figure]: value,
      ...(broken.length === 0 ? {} : { notFinite: broken }),
    })
  }

  points(): TrainingPoint[] {
    return [...this.#points.values()].sort((a, b) => a.step - b.step)
  }
}
