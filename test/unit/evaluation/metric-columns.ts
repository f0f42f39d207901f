import type { MetricColumn } from '../../../main/engine/statistics/estimate-columns.ts'
import { retrievalMetrics } from '../../../shared/domain/metric.ts'

/** Scores per query, as scoreQuery gives them, turned into one column per measure. Shape of `scores` [queries][measures]. */
export function metricColumns(scores: readonly Float64Array[]): MetricColumn[] {
  return retrievalMetrics.map(({ name, kind }, index) => ({
    metric: name,
    kind: kind === 'proportion' ? 'proportion' : 'mean',
    values: Float64Array.from(scores, (query) => query[index]!),
  }))
}
