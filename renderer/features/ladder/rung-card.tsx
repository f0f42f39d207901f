import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { RungEvidence } from '../../../shared/domain/gate.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Pill } from '../../ui/pill.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import styles from './ladder-screen.module.css'
import { MissingRung } from './missing-rung.tsx'
import { type QualityAxis, RungWhisker } from './rung-whisker.tsx'

interface RungCardProps {
  evidence: RungEvidence
  report: LadderReport
  axis: QualityAxis
}

/** A rung: its best run with quality, cost and latency, or what would give it one. */
export function RungCard({ evidence, report, axis }: RungCardProps) {
  const { rung, best, eligibleRunIds } = evidence
  const run = report.runs.find(({ runId }) => runId === best)
  const { quality } = run ?? {}
  if (!run || !quality) return <MissingRung evidence={evidence} report={report} />
  const { monthlyUsd, per1kQueriesUsd, latencyP95Ms } = run
  const isHere = report.standOn === rung
  return (
    <article className={`${styles.rung} ${isHere ? styles.here : ''}`} aria-label={rungLabel[rung]}>
      <header>
        <RungBadge rung={rung} />
        <Link to="/runs/$runId" params={{ runId: run.runId }} search={{}} title={`${run.name}, ${run.runId}`}>
          {run.name}
        </Link>
        <span className={styles.quiet}>
          {eligibleRunIds.length === 1 ? 'the only run' : `picked from ${eligibleRunIds.length}`}
        </span>
        {isHere && <Pill kind="good">You are here</Pill>}
      </header>
      <dl className={styles.figures}>
        <div>
          <dt>
            {metricLabel(report.metric)}, n = {quality.n.toLocaleString('en-US')}
          </dt>
          <dd>
            <strong>{formatFigure(quality.value, 'fraction')}</strong>{' '}
            <small>{formatInterval(quality.ciLow, quality.ciHigh, 'fraction')}</small>
          </dd>
        </div>
        <RungWhisker run={{ ...run, quality }} axis={axis} />
        <Figure label="A month, all in">
          {monthlyUsd === null ? <Unknown /> : <strong>{formatFigure(monthlyUsd, 'usd')}</strong>}
        </Figure>
        <Figure label="Serving per 1k">
          {per1kQueriesUsd === null ? <Unknown /> : formatFigure(per1kQueriesUsd, 'usd')}
        </Figure>
        <Figure
          label="p95"
          {...(latencyP95Ms?.ciLow != null && {
            title: `95 % interval ${formatInterval(latencyP95Ms.ciLow, latencyP95Ms.ciHigh, 'ms')}`,
          })}
        >
          {latencyP95Ms === null ? <Unknown /> : formatFigure(latencyP95Ms.value, 'ms')}
        </Figure>
      </dl>
    </article>
  )
}

function Figure({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
  return (
    <div title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Unknown() {
  return <span className={styles.quiet}>not known</span>
}
