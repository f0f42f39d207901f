import { formatChange, formatFigure } from '../../../shared/charts/format-figure.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { Delta } from '../../ui/delta.tsx'
import { Absent } from './absent.tsx'
import type { MetricsByName } from './run-metrics.ts'
import styles from './run-screen.module.css'

interface MoneyTilesProps {
  detail: RunDetail
  metrics: MetricsByName
  baselineMetrics: MetricsByName
}

/** What an answering run costs to serve, and what it really paid. */
export function MoneyTiles({ detail, metrics, baselineMetrics }: MoneyTilesProps) {
  const finished = detail.run.status === 'finished'
  const per1k = metrics.get('costUsd.per1k')?.value ?? null
  const base = baselineMetrics.get('costUsd.per1k')?.value ?? null
  const spent = metrics.get('costUsd.spent')?.value ?? null
  const judged = metrics.get('costUsd.judge')?.value ?? null
  return (
    <>
      <div className={styles.tile} data-metric="costUsd.per1k">
        <dt>Cost per 1k questions</dt>
        <dd>
          {per1k === null ? (
            <Absent known reason={finished ? 'price not known' : 'not known yet'} />
          ) : (
            <b>{formatFigure(per1k, 'usd')}</b>
          )}
        </dd>
        <dd className={styles.change}>
          {per1k !== null && base !== null ? (
            <Delta value={per1k - base} text={formatChange(per1k - base, 'usd')} better="lower" spoken="per 1k" />
          ) : (
            <span className={styles.quiet} title="reranking and answering; set-up and judges come on top">
              serving alone
            </span>
          )}
        </dd>
      </div>
      <div className={styles.tile} data-metric="costUsd.spent">
        <dt>Spent by this run</dt>
        <dd>
          {spent === null ? (
            <Absent known reason={finished ? 'price not known' : 'not known yet'} />
          ) : (
            <b>{formatFigure(spent, 'usd')}</b>
          )}
        </dd>
        <dd className={styles.change}>
          {judged !== null && <span className={styles.quiet}>{`judges cost ${formatFigure(judged, 'usd')}`}</span>}
        </dd>
      </div>
    </>
  )
}
