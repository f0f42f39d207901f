import { Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type FrontierAxis, frontierChart } from '../../../shared/charts/frontier-chart.ts'
import { frontierPoints, usualAxis } from '../../../shared/charts/frontier-points.ts'
import type { CostedRun, LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { isEveryRunFree } from '../../../shared/domain/volume-costs.ts'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './ladder-screen.module.css'

const chartHeight = 256

const axisWords = {
  cost: { title: 'Cost and quality', unknown: 'Cost not known' },
  latency: { title: 'Latency and quality', unknown: 'Latency not known' },
} as const

interface FrontierCardProps {
  report: LadderReport
  /** Undefined: cost, unless every run costs the same nothing. */
  axis: FrontierAxis | undefined
  onAxis: (axis: FrontierAxis) => void
  onOpen: (runId: string) => void
}

/** Cost at a volume, or latency, against quality. Runs of which it is not known are listed, never drawn. */
export function FrontierCard({ report, axis: asked, onAxis, onOpen }: FrontierCardProps) {
  const { runs, metric, queriesPerMonth, terms } = report
  const label = metricLabel(metric)
  const scored = runs.filter(({ quality }) => quality !== null)
  const axis = asked ?? usualAxis(runs, isEveryRunFree(scored))
  const volume = queriesPerMonth.toLocaleString('en-US')
  const draw = useCallback(
    (width: number) =>
      frontierChart({
        width,
        height: chartHeight,
        axis,
        points: frontierPoints(runs, axis, rungLabel),
        metricLabel: label,
        xName: axis === 'cost' ? `Cost a month at ${volume} queries, log scale` : 'p95 of a whole query, log scale',
        limit: axis === 'cost' ? terms.maxMonthlyUsd : terms.maxLatencyP95Ms,
      }),
    [runs, axis, label, volume, terms.maxMonthlyUsd, terms.maxLatencyP95Ms],
  )
  const figureOf = ({ monthlyUsd, latencyP95Ms }: CostedRun) => (axis === 'cost' ? monthlyUsd : latencyP95Ms)
  const unknown = scored.filter((run) => figureOf(run) === null)
  const dimmed = scored.filter(({ breaks }) => breaks.length > 0).length
  const notes = [
    unknown.length < scored.length && 'Line: frontier, what no other run beats in both.',
    dimmed > 0 && `Pale: outside your limits, ${dimmed} of ${scored.length} runs.`,
  ].filter((note) => note !== false)
  const choice = (
    <Segmented
      label="Hold quality against"
      value={axis}
      options={[
        ['cost', 'Cost'],
        ['latency', 'Latency'],
      ]}
      onChange={onAxis}
    />
  )
  return (
    <>
      {unknown.length < scored.length ? (
        <ChartCard
          title={axisWords[axis].title}
          note="● Prompt ■ RAG ▲ Fine-tune ◆ Hybrid"
          end={choice}
          draw={draw}
          onChoose={onOpen}
        />
      ) : (
        <Card title={axisWords[axis].title} note={`${label}, the best first`} end={choice}>
          <p className={styles.lead}>{axisWords[axis].unknown} of any run: nothing can be drawn against it.</p>
          <RunList runs={scored.toSorted((a, b) => b.quality!.value - a.quality!.value)} />
        </Card>
      )}
      {notes.length > 0 && <p className={styles.note}>{notes.join(' ')}</p>}
      {unknown.length > 0 && unknown.length < scored.length && (
        <details className={styles.unknown}>
          <summary>
            {axisWords[axis].unknown}, not drawn: {unknown.length} {unknown.length === 1 ? 'run' : 'runs'}
          </summary>
          <RunList runs={unknown} />
        </details>
      )}
    </>
  )
}

function RunList({ runs }: { runs: readonly CostedRun[] }) {
  return (
    <ul className={styles.runList}>
      {runs.map(({ runId, name, rung, quality }) => (
        <li key={runId}>
          <RungBadge rung={rung} />
          <Link to="/runs/$runId" params={{ runId }} search={{}} title={name} className={styles.runName}>
            {name}
          </Link>
          <span>{quality!.value.toFixed(3)}</span>
        </li>
      ))}
    </ul>
  )
}
