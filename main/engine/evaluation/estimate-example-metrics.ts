import { exampleMetrics } from '../../../shared/domain/metric.ts'
import type { MetricEstimate } from '../../../shared/domain/run.ts'
import { type EstimateMeansOptions, estimateMeans, type MeanEstimate } from './estimate-means.ts'
import { wilsonInterval } from './wilson-interval.ts'

/**
 * Means of a run, or of a slice of it, over its queries for every measure of `exampleMetrics`: BCa bootstrap interval
 * for means, Wilson interval for proportions. A query that a measure is missing for is left out of that measure's mean
 * and counted as unscored; trec_eval would average a query without relevant judgments as 0 instead.
 * @param scores one array per query, as scoreQuery returns it. Shape [queries][exampleMetrics.length].
 * @returns one estimate per measure, in the order of `exampleMetrics`.
 */
export function estimateExampleMetrics(
  scores: readonly Float64Array[],
  options: EstimateMeansOptions,
): MetricEstimate[] {
  const columns = exampleMetrics.map((_, metric) => Float64Array.from(scores, (query) => query[metric]!))
  const meanColumns = columns.filter((_, metric) => exampleMetrics[metric]!.kind === 'mean')
  const means = estimateMeans(meanColumns, options).values()
  return columns.map((column, index) => {
    const { name, kind } = exampleMetrics[index]!
    const estimate = kind === 'mean' ? means.next().value! : estimateProportion(column, options.confidence)
    return { metric: name, ...estimate, unscored: scores.length - estimate.n }
  })
}

function estimateProportion(column: Float64Array, confidence?: number): MeanEstimate {
  const present = column.filter((value) => !Number.isNaN(value))
  const n = present.length
  const successes = present.reduce((sum, value) => sum + value, 0)
  const interval = wilsonInterval(successes, n, confidence)
  return { value: n === 0 ? null : successes / n, ciLow: interval?.[0] ?? null, ciHigh: interval?.[1] ?? null, n }
}
