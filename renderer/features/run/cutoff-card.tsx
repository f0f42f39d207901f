import { useCallback } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { type LineSeries, lineChart } from '../../../shared/charts/line-chart.ts'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { linePoints } from './line-points.ts'
import type { MetricsByName } from './run-metrics.ts'

export interface CutoffFigures {
  readonly metrics: MetricsByName
  readonly baseline: MetricsByName
  /** True while the intervals are on their way. */
  readonly computing: boolean
}

/** What stands against what. Keep it stable: the chart is drawn again when it changes. */
export interface CutoffAxes {
  readonly measures: readonly { readonly label: string; readonly dash?: string; metricAt(cutoff: number): string }[]
  readonly cutoffs: readonly number[]
  readonly name: string
  cutoffLabel(cutoff: number): string
}

interface CutoffCardProps extends CutoffFigures {
  title: string
  axes: CutoffAxes
  /** How many questions, as text. */
  n: string
  /** The figure at the card's end. */
  headline: { readonly label: string; readonly metric: string }
}

/** Measures of a run against the cut-off at which they are taken, with the baseline in grey. */
export function CutoffCard({ title, axes, n, headline, metrics, baseline, computing }: CutoffCardProps) {
  const draw = useCallback(
    (width: number) => {
      const seriesOf = (values: MetricsByName, tone: LineSeries['tone']) =>
        axes.measures.map(
          ({ label, dash, metricAt }): LineSeries => ({
            label,
            tone,
            ...(tone === 'baseline' ? { owner: 'baseline' } : {}),
            ...(dash === undefined ? {} : { dash }),
            points: linePoints(values, axes.cutoffs, metricAt),
          }),
        )
      return lineChart({
        width,
        height: 232,
        series: [...seriesOf(metrics, 'data'), ...seriesOf(baseline, 'baseline')],
        xTicks: axes.cutoffs,
        xName: axes.name,
        xLabel: axes.cutoffLabel,
      })
    },
    [axes, metrics, baseline],
  )
  const value = metrics.get(headline.metric)?.value
  return (
    <ChartCard
      title={title}
      note={`n = ${n}, ${computing ? 'computing 95 % intervals' : 'band: 95 % interval'}${baseline.size > 0 ? '; grey: baseline' : ''}`}
      end={
        value != null && (
          <span>
            {headline.label} <b>{formatFigure(value, 'fraction')}</b>
          </span>
        )
      }
      draw={draw}
    />
  )
}
