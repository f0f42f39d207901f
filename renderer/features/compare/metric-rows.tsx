import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { ComparedMetric } from '../../../shared/domain/comparison.ts'
import { type MetricDefinition, metricDefinitions } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { Delta } from '../../ui/delta.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './compare-screen.module.css'
import type { ComparedSide } from './compared-side.ts'
import { SectionHead } from './section-head.tsx'

/** Measures that are shown, in this order; one that no run has is left out. */
export const comparedMetrics: readonly string[] = [
  'ndcg@10',
  'recall@10',
  'recall@100',
  'precision@10',
  'success@1',
  'mrr',
  'map',
  'spanRecall@1000tokens',
  'spanRecall@4000tokens',
  'spanIou@1000tokens',
  'latencyMs.total.p50',
  'latencyMs.total.p95',
  'index.chunks',
  'index.bytes',
  'index.buildMs',
]

interface MetricRowsProps {
  sides: readonly ComparedSide[]
  baselineLetter: string
  loading: boolean
}

/** Figures side by side with their intervals, and the paired difference to the baseline. */
export function MetricRows({ sides, baselineLetter, loading }: MetricRowsProps) {
  const shown = comparedMetrics.filter((name) => loading || sides.some(({ metrics }) => metrics.has(name)))
  const shared = sides.flatMap(({ metrics }) => metrics.get('ndcg@10')?.difference?.n ?? [])
  const counts = [...new Set(shared)].sort((a, b) => a - b)
  return (
    <tbody>
      <SectionHead
        title="Metrics"
        columns={sides.length + 1}
        note={
          counts.length > 0
            ? `value, difference to ${baselineLetter} on ${counts.map((n) => n.toLocaleString('en-US')).join(' to ')} shared questions, [95 % interval of the value]`
            : 'value, [95 % interval of the value]'
        }
      />
      {shown.map((name) => {
        const definition = metricDefinitions.get(name)!
        return (
          <tr key={name} data-metric={name}>
            <th scope="row">{metricLabel(name)}</th>
            {sides.map((side) => (
              <td key={side.run.runId}>
                <MetricCell side={side} definition={definition} loading={loading} />
              </td>
            ))}
          </tr>
        )
      })}
    </tbody>
  )
}

function MetricCell({
  side,
  definition,
  loading,
}: {
  side: ComparedSide
  definition: MetricDefinition
  loading: boolean
}) {
  const { name, unit, better, kind } = definition
  const figure = side.metrics.get(name)
  if (!figure || figure.value === null) {
    if (loading) return <Skeleton width={120} />
    return <span className={styles.quiet}>{`– ${absence(definition, side)}`}</span>
  }
  const change = figure.difference
  return (
    <span className={styles.metric} title={hint(definition, figure)}>
      <b>{formatFigure(figure.value, unit)}</b>
      {change && (
        <Delta
          value={change.value}
          text={formatChange(change.value, unit)}
          better={better}
          spoken={`on ${change.n.toLocaleString('en-US')} shared questions`}
        />
      )}
      <span className={styles.interval}>{formatInterval(figure.ciLow, figure.ciHigh, unit)}</span>
      {kind === 'quantile' && <span className={styles.n}>{`n = ${figure.n}`}</span>}
    </span>
  )
}

function absence({ name, kind }: MetricDefinition, { run }: ComparedSide): string {
  if (run.status !== 'finished') return 'not finished'
  if (name.startsWith('span')) return 'no gold spans'
  if (kind === 'quantile') return 'not timed'
  const k = Number(/@(\d+)$/u.exec(name)?.[1] ?? 0)
  return run.recipe && k > run.recipe.search.k ? `ranked only ${run.recipe.search.k}` : 'nothing judged'
}

function hint({ name, unit }: MetricDefinition, { value, ciLow, ciHigh, n, difference }: ComparedMetric): string {
  const interval = formatInterval(ciLow, ciHigh, unit)
  return [
    `${metricLabel(name)} ${formatFigure(value!, unit)}`,
    ...(interval ? [`95 % interval ${interval}`] : []),
    ...(n > 1 ? [`n = ${n.toLocaleString('en-US')}`] : []),
    ...(difference
      ? [
          `difference ${formatChange(difference.value, unit)} on ${difference.n.toLocaleString('en-US')} shared questions`,
        ]
      : []),
  ].join(', ')
}
