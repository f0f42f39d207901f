import type { MetricEstimate } from '../../../shared/domain/run.ts'
import { type EstimateMeansOptions, estimateMeans } from './estimate-means.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** The values of one measure, one per query, NaN where the query could not be scored. */
export interface MetricColumn {
  readonly metric: string
  readonly kind: 'mean' | 'proportion'
  readonly values: Float64Array
}

/**
 * The mean and 95 % interval of each column: BCa bootstrap for means, Wilson for proportions. A query that a measure is
 * missing for is left out and counted as unscored; trec_eval would average a query without relevant judgments as 0.
 * @returns one estimate per column, in the same order.
 */
export function estimateColumns(columns: readonly MetricColumn[], options: EstimateMeansOptions): MetricEstimate[] {
  const means = estimateMeans(
    columns.filter(({ kind }) => kind === 'mean').map(({ values }) => values),
    options,
  ).values()
  return columns.map(({ metric, kind, values }) => {
    const estimate = kind === 'mean' ? means.next().value! : estimateProportion(values, options.confidence)
    return { metric, ...estimate, unscored: values.length - estimate.n }
  })
}

function estimateProportion(values: Float64Array, confidence?: number) {
  const present = values.filter((value) => !Number.isNaN(value))
  const n = present.length
  const successes = present.reduce((sum, value) => sum + value, 0)
  const interval = wilsonInterval(successes, n, confidence)
  return { value: n === 0 ? null : successes / n, ciLow: interval?.[0] ?? null, ciHigh: interval?.[1] ?? null, n }
}
