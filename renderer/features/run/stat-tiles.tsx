import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { metricDefinitions } from '../../../shared/domain/metric.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { Delta } from '../../ui/delta.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { MetricsByName } from './run-metrics.ts'
import styles from './run-screen.module.css'

const tiles = [
  { metric: 'ndcg@10', label: 'nDCG@10' },
  { metric: 'recall@10', label: 'Recall@10' },
  { metric: 'mrr', label: 'MRR' },
  { metric: 'spanRecall@1000tokens', label: 'Span recall, 1k tokens' },
] as const

interface StatTilesProps {
  detail: RunDetail | undefined
  metrics: MetricsByName
  baseline: Run | undefined
  /** The intervals are on their way. */
  computing: boolean
  failed: string | null
}

/** The figures that are looked at first, each with n and its interval. */
export function StatTiles({ detail, metrics, baseline, computing, failed }: StatTilesProps) {
  const unfinished = detail !== undefined && detail.run.status !== 'finished'
  return (
    <>
      {failed && <Notice kind="error">{failed}</Notice>}
      <dl className={styles.tiles} aria-label="Main figures">
        {tiles.map(({ metric, label }) => {
          const estimate = metrics.get(metric)
          const change = metrics.get(metric)?.difference
          const absent = unfinished ? 'not scored yet' : metric.startsWith('span') ? 'no gold spans' : 'nothing judged'
          return (
            <div key={metric} className={styles.tile} data-metric={metric}>
              <dt>
                {label}
                {estimate && `, n = ${estimate.n.toLocaleString('en-US')}`}
              </dt>
              <dd>
                {estimate && estimate.value !== null ? (
                  <>
                    <b className={unfinished ? styles.partial : undefined}>
                      {formatFigure(estimate.value, 'fraction')}
                    </b>{' '}
                    <span className={styles.interval}>
                      {unfinished
                        ? 'partial'
                        : computing
                          ? 'interval to come'
                          : formatInterval(estimate.ciLow, estimate.ciHigh, 'fraction')}
                    </span>
                  </>
                ) : (
                  <Absent known={unfinished || !computing} reason={absent} />
                )}
              </dd>
              <dd className={styles.change}>
                {change ? (
                  <Delta
                    value={change.value}
                    better={metricDefinitions.get(metric)!.better}
                    text={formatChange(change.value, 'fraction')}
                    spoken={`on ${change.n.toLocaleString('en-US')} shared questions`}
                  />
                ) : (
                  baseline && !computing && <span className={styles.quiet}>not comparable</span>
                )}
              </dd>
            </div>
          )
        })}
        <LatencyTile detail={detail} metrics={metrics} />
        <IndexTile detail={detail} />
      </dl>
    </>
  )
}

function LatencyTile({ detail, metrics }: Pick<StatTilesProps, 'detail' | 'metrics'>) {
  const p50 = metrics.get('latencyMs.total.p50')
  const p95 = metrics.get('latencyMs.total.p95')
  const unfinished = detail !== undefined && detail.run.status !== 'finished'
  return (
    <div className={styles.tile} data-metric="latency">
      <dt>{`Latency p50 / p95${p50 ? `, n = ${p50.n}` : ''}`}</dt>
      <dd>
        {p50?.value != null && p95?.value != null ? (
          <b>{`${formatFigure(p50.value, 'ms').replace(/ ms$/u, '')} / ${formatFigure(p95.value, 'ms')}`}</b>
        ) : (
          <Absent known={unfinished || metrics.size > 0} reason={unfinished ? 'not timed yet' : 'not timed'} />
        )}
      </dd>
      <dd className={styles.change}>
        {p50?.ciLow != null && (
          <span className={styles.quiet}>{`p50 ${formatInterval(p50.ciLow, p50.ciHigh, 'ms')}`}</span>
        )}
      </dd>
    </div>
  )
}

function IndexTile({ detail }: Pick<StatTilesProps, 'detail'>) {
  const provenance = detail?.run.provenance
  return (
    <div className={styles.tile} data-metric="index">
      <dt>Index</dt>
      <dd>
        {provenance?.chunks != null ? (
          <>
            <b>{formatFigure(provenance.chunks, 'count')}</b> <span className={styles.interval}>chunks</span>
          </>
        ) : (
          <Absent known={detail !== undefined} reason="not built yet" />
        )}
      </dd>
      <dd className={styles.change}>
        {provenance?.indexBuildMs != null && provenance.indexBytes !== null && (
          <span className={styles.quiet}>
            {`${formatFigure(provenance.indexBytes, 'bytes')}, built in ${formatFigure(provenance.indexBuildMs, 'ms')}`}
          </span>
        )}
      </dd>
    </div>
  )
}

function Absent({ known, reason }: { known: boolean; reason: string }) {
  if (!known) return <Skeleton width={90} height={14} label="Reading the figures" />
  return (
    <>
      <b>–</b> <span className={styles.interval}>{reason}</span>
    </>
  )
}
