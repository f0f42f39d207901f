import type { LinePoint } from '../../../shared/charts/line-chart.ts'
import type { MetricsByName } from './run-metrics.ts'

/** The figures of one measure along an axis; places without a value are left out. */
export function linePoints(
  metrics: MetricsByName,
  places: readonly number[],
  nameAt: (place: number) => string,
): LinePoint[] {
  return places.flatMap((x): LinePoint[] => {
    const estimate = metrics.get(nameAt(x))
    if (!estimate || estimate.value === null) return []
    return [{ x, value: estimate.value, low: estimate.ciLow, high: estimate.ciHigh, n: estimate.n }]
  })
}
