import type { ComparedMetric, Comparison } from '../../shared/domain/comparison.ts'
import { formatMetric } from '../../shared/domain/format-metric.ts'
import { plainTable } from './plain-table.ts'

/** The measures that the table shows when a run has them; every other one is in the exports. */
export const tableMetrics = [
  'ndcg@10',
  'recall@10',
  'recall@100',
  'mrr',
  'spanRecall@1000tokens',
  'spanIou@1000tokens',
  'exactMatch',
  'tokenF1',
  'abstentionCorrect',
  'costUsd.per1k',
  'costUsd.spent',
  'latencyMs.search.p50',
  'latencyMs.total.p95',
] as const

/** Runs as a plain table for a terminal, numbers right-aligned; intervals are 95 %. */
export function runsTable(comparison: Comparison): string {
  const definitions = comparison.metrics.filter(({ name }) => (tableMetrics as readonly string[]).includes(name))
  const columns = tableMetrics.flatMap((name) => definitions.find((definition) => definition.name === name) ?? [])
  const rows = comparison.runs.map(({ run, metrics }) => {
    const byName = new Map(metrics.map((metric) => [metric.metric, metric]))
    const n = byName.get('ndcg@10')?.n ?? run.queries
    const own = run.recipe === null ? `${run.name} (imported)` : run.name
    const name = run.runId === comparison.baseline ? `${own} (baseline)` : own
    const state = run.status === 'finished' ? name : `${name} [${run.status}]`
    return [
      run.runId,
      state,
      `${run.evalSetName}/${run.split}`,
      String(n),
      ...columns.map((definition) => cell(byName.get(definition.name), definition)),
    ]
  })
  return plainTable(['run', 'recipe', 'eval set', 'n', ...columns.map(({ name }) => name)], rows, 3)
}

function cell(metric: ComparedMetric | undefined, definition: Comparison['metrics'][number]): string {
  if (!metric || metric.value === null) return '–'
  const value = formatMetric(metric.value, definition)
  if (metric.difference) {
    const { value: difference } = metric.difference
    const size = formatMetric(Math.abs(difference), definition)
    return `${value} ${difference < 0 ? '−' : '+'}${size}`
  }
  if (definition.unit !== 'fraction' || metric.ciLow === null || metric.ciHigh === null) return value
  return `${value} [${metric.ciLow.toFixed(3)}, ${metric.ciHigh.toFixed(3)}]`
}
