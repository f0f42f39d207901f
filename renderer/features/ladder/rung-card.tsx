import { Link } from '@tanstack/react-router'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { RungEvidence } from '../../../shared/domain/gate.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Pill } from '../../ui/pill.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import styles from './ladder-screen.module.css'

/** A rung: its best run with quality, cost and latency, or what would give it one. */
export function RungCard({ evidence, report }: { evidence: RungEvidence; report: LadderReport }) {
  const { rung, best, eligibleRunIds } = evidence
  const run = report.runs.find(({ runId }) => runId === best)
  if (!run?.quality) {
    return (
      <article className={styles.rung} aria-label={rungLabel[rung]}>
        <header>
          <RungBadge rung={rung} />
          <Pill kind="warning">Evidence missing</Pill>
        </header>
        <p className={styles.missing}>
          {evidence.missing === 'noRuns' ? 'No finished run on these questions.' : missingWords[evidence.missing!]}{' '}
          <Link to="/new" search={{ evalSet: report.evalSetName, split: report.split, rung }}>
            New experiment on this rung
          </Link>
        </p>
      </article>
    )
  }
  const { quality, monthlyUsd, per1kQueriesUsd, latencyP95Ms } = run
  const isHere = report.standOn === rung
  return (
    <article className={`${styles.rung} ${isHere ? styles.here : ''}`} aria-label={rungLabel[rung]}>
      <header>
        <RungBadge rung={rung} />
        <Link to="/runs/$runId" params={{ runId: run.runId }} search={{}}>
          {run.name}
        </Link>
        <span className={styles.quiet}>picked from {eligibleRunIds.length}</span>
        {isHere && <Pill kind="good">The evidence stands here</Pill>}
      </header>
      <dl className={styles.figures}>
        <div>
          <dt>
            {metricLabel(report.metric)}, n = {quality.n}
          </dt>
          <dd>
            <strong>{formatFigure(quality.value, 'fraction')}</strong>{' '}
            <small>{formatInterval(quality.ciLow, quality.ciHigh, 'fraction')}</small>
          </dd>
        </div>
        <Figure label="A month" usd={monthlyUsd} strong />
        <Figure label="Serving per 1k" usd={per1kQueriesUsd} />
        <div>
          <dt>p95</dt>
          <dd>
            {latencyP95Ms === null ? 'not known' : formatFigure(latencyP95Ms.value, 'ms')}{' '}
            <small>{latencyP95Ms && formatInterval(latencyP95Ms.ciLow, latencyP95Ms.ciHigh, 'ms')}</small>
          </dd>
        </div>
      </dl>
    </article>
  )
}

const missingWords = {
  notScored: 'No run is scored by this measure.',
  overLatency: 'No run keeps the latency limit.',
  latencyUnknown: 'No run has a known latency.',
  overBudget: 'No run keeps the budget.',
  costUnknown: 'No run has a known cost.',
}

function Figure({ label, usd, strong = false }: { label: string; usd: number | null; strong?: boolean }) {
  const text = usd === null ? 'not known' : formatFigure(usd, 'usd')
  return (
    <div>
      <dt>{label}</dt>
      <dd>{strong ? <strong>{text}</strong> : text}</dd>
    </div>
  )
}
