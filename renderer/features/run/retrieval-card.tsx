import { useCallback } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { type LineSeries, lineChart } from '../../../shared/charts/line-chart.ts'
import { rankCutoffs } from '../../../shared/domain/metric.ts'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { linePoints } from './line-points.ts'
import type { MetricsByName } from './run-metrics.ts'

interface RetrievalCardProps {
  metrics: MetricsByName
  baseline: MetricsByName
  computing: boolean
}

const measures = [
  { name: 'recall', label: 'recall' },
  { name: 'ndcg', label: 'nDCG', dash: '5 3' },
  { name: 'precision', label: 'precision', dash: '2 3' },
] as const

/** Recall, nDCG and precision against the cut-off. */
export function RetrievalCard({ metrics, baseline, computing }: RetrievalCardProps) {
  const draw = useCallback(
    (width: number) => {
      const seriesOf = (values: MetricsByName, tone: LineSeries['tone']) =>
        measures.map(
          ({ name, label, ...rest }): LineSeries => ({
            label,
            tone,
            ...(tone === 'baseline' ? { owner: 'baseline' } : {}),
            ...rest,
            points: linePoints(values, rankCutoffs, (k) => `${name}@${k}`),
          }),
        )
      return lineChart({
        width,
        height: 232,
        series: [...seriesOf(metrics, 'data'), ...seriesOf(baseline, 'baseline')],
        xTicks: rankCutoffs,
        xName: 'cut-off k, documents (log scale)',
        xLabel: (k) => `k = ${k}`,
      })
    },
    [metrics, baseline],
  )
  const recall = metrics.get('recall@10')
  return (
    <ChartCard
      title="Retrieval at k"
      note={`n = ${recall?.n.toLocaleString('en-US')}, ${computing ? 'computing 95 % intervals' : 'band: 95 % interval'}${baseline.size > 0 ? '; grey: baseline' : ''}`}
      end={
        recall?.value != null && (
          <span>
            recall@10 <b>{formatFigure(recall.value, 'fraction')}</b>
          </span>
        )
      }
      draw={draw}
    />
  )
}
