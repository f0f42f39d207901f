import { Link } from '@tanstack/react-router'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { RungEvidence } from '../../../shared/domain/gate.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { RungBadge } from '../../ui/rung-badge.tsx'
import styles from './decision-screen.module.css'

/** The four rungs, the highest first: what the evidence says of each, and its best run. */
export function RungTable({ ladder }: { ladder: LadderReport }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.rungs}>
        <thead>
          <tr>
            <th scope="col">Rung</th>
            <th scope="col">Best run</th>
            <th scope="col">{metricLabel(ladder.metric)}</th>
            <th scope="col">A month</th>
          </tr>
        </thead>
        <tbody>
          {ladder.rungs.toReversed().map((evidence) => (
            <Row key={evidence.rung} evidence={evidence} ladder={ladder} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ evidence, ladder }: { evidence: RungEvidence; ladder: LadderReport }) {
  const { rung, best, eligibleRunIds } = evidence
  const run = ladder.runs.find(({ runId }) => runId === best)
  const { quality, monthlyUsd } = run ?? {}
  const said = saysOf(evidence, ladder)
  return (
    <tr className={ladder.standOn === rung ? styles.standing : ''}>
      <th scope="row">
        <RungBadge rung={rung} />
      </th>
      <td>
        {run ? (
          <Link to="/runs/$runId" params={{ runId: run.runId }} search={{}} title={run.name}>
            {run.name}
          </Link>
        ) : (
          '–'
        )}
        <small>
          {said}
          {run && (eligibleRunIds.length === 1 ? '; the only run' : `; picked from ${eligibleRunIds.length}`)}
        </small>
      </td>
      <td title={quality ? `n = ${quality.n}` : undefined}>
        {quality ? formatFigure(quality.value, 'fraction') : '–'}
        {quality && (
          <small>
            {formatInterval(quality.ciLow, quality.ciHigh, 'fraction')}
            <span className="visuallyHidden">, n = {quality.n}</span>
          </small>
        )}
      </td>
      <td>{run ? monthlyUsd == null ? <small>not known</small> : formatFigure(monthlyUsd, 'usd') : '–'}</td>
    </tr>
  )
}

/** The verdict on a rung in a few words; its sentence stands under the reasons. */
function saysOf({ rung, best }: RungEvidence, { standOn, steps }: LadderReport): string {
  if (rung === standOn) return 'The evidence stands here'
  if (best === null) return 'Evidence missing'
  const step = steps.find(({ toRung }) => toRung === rung)
  switch (step?.verdict) {
    case 'climb':
      return 'Worth the climb'
    case 'stay':
      return 'Not worth the climb'
    case 'notDecisive':
      return 'Not decisive'
    case 'evidenceMissing':
      return 'Evidence missing'
    case undefined:
      return 'The start'
  }
}
