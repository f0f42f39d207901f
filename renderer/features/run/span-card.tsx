import { useCallback } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { type LineSeries, lineChart } from '../../../shared/charts/line-chart.ts'
import { tokenBudgets } from '../../../shared/domain/metric.ts'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { linePoints } from './line-points.ts'
import type { MetricsByName } from './run-metrics.ts'

interface SpanCardProps {
  metrics: MetricsByName
  baseline: MetricsByName
  computing: boolean
}

const measures = [
  { name: 'spanRecall', label: 'recall' },
  { name: 'spanPrecision', label: 'precision', dash: '2 3' },
] as const

/** How much of the gold spans the retrieved text holds, at token budgets that make chunk sizes comparable. */
export function SpanCard({ metrics, baseline, computing }: SpanCardProps) {
  const draw = useCallback(
    (width: number) => {
      const seriesOf = (values: MetricsByName, tone: LineSeries['tone']) =>
        measures.map(
          ({ name, label, ...rest }): LineSeries => ({
            label,
            tone,
            ...(tone === 'baseline' ? { owner: 'baseline' } : {}),
            ...rest,
            points: linePoints(values, tokenBudgets, (budget) => `${name}@${budget}tokens`),
          }),
        )
      return lineChart({
        width,
        height: 232,
        series: [...seriesOf(metrics, 'data'), ...seriesOf(baseline, 'baseline')],
        xTicks: tokenBudgets,
        xName: 'retrieved text, tokens (log scale)',
        xLabel: (budget) => `${budget.toLocaleString('en-US')} tokens`,
      })
    },
    [metrics, baseline],
  )
  const budgets = tokenBudgets.flatMap((budget) => metrics.get(`spanRecall@${budget}tokens`) ?? [])
  const counts = [...new Set(budgets.map(({ n }) => n))].sort((a, b) => a - b)
  const at1000 = metrics.get('spanRecall@1000tokens')
  return (
    <ChartCard
      title="Span recall at token budgets"
      note={`n = ${counts.map((n) => n.toLocaleString('en-US')).join(' to ')}, ${computing ? 'computing 95 % intervals' : 'band: 95 % interval'}${baseline.size > 0 ? '; grey: baseline' : ''}`}
      end={
        at1000?.value != null && (
          <span>
            at 1,000 <b>{formatFigure(at1000.value, 'fraction')}</b>
          </span>
        )
      }
      draw={draw}
    />
  )
}
