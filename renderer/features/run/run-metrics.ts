import { answerMeasures } from '../../../shared/domain/answer-measures.ts'
import type { ComparedMetric, Comparison } from '../../../shared/domain/comparison.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { latencyStages, rankCutoffs, tokenBudgets } from '../../../shared/domain/metric.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'

const fixedMetrics: readonly string[] = [
  ...rankCutoffs.flatMap((k) => [`ndcg@${k}`, `recall@${k}`, `precision@${k}`]),
  'mrr',
  ...tokenBudgets.flatMap((budget) => [`spanRecall@${budget}tokens`, `spanPrecision@${budget}tokens`]),
  ...latencyStages.flatMap((stage) => [`latencyMs.${stage}.p50`, `latencyMs.${stage}.p95`]),
  'costUsd.per1k',
  'costUsd.setup',
  'costUsd.judge',
  'costUsd.spent',
]

/** Everything that the overview of a run shows. */
export function overviewMetrics(detail: RunDetail | undefined): string[] {
  return [...fixedMetrics, ...answerMeasures(detail?.scoredMetrics ?? [])]
}

export type MetricsByName = ReadonlyMap<string, ComparedMetric>

/** A run's figures by measure; empty while they are not known. */
export function metricsOf(comparison: Comparison | undefined, runId: RunId | undefined): MetricsByName {
  const compared = comparison?.runs.find(({ run }) => run.runId === runId)
  return new Map(compared?.metrics.map((metric) => [metric.metric, metric]))
}

/** The figures that are known at once, without intervals: what stands there until those are computed. */
export function figuresOf(detail: RunDetail | undefined): MetricsByName {
  return new Map(detail?.figures.map((figure) => [figure.metric, { ...figure, difference: null }]))
}
