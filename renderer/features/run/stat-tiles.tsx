import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { answerMeasures, isAnswerMeasure } from '../../../shared/domain/answer-measures.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { judgeCheckHint, judgeCheckText } from '../../forms/judge-check-text.ts'
import { spreadHint, spreadText } from '../../forms/spread-text.ts'
import { Delta } from '../../ui/delta.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Absent } from './absent.tsx'
import { MoneyTiles } from './money-tiles.tsx'
import type { MetricsByName } from './run-metrics.ts'
import styles from './run-screen.module.css'

const retrievalTiles = ['ndcg@10', 'recall@10', 'mrr', 'spanRecall@1000tokens']

interface StatTilesProps {
  detail: RunDetail | undefined
  metrics: MetricsByName
  baseline: RunDetail | undefined
  baselineMetrics: MetricsByName
  /** The intervals are on their way. */
  computing: boolean
  failed: string | null
}

/** The figures that are looked at first, each with n and its interval. */
export function StatTiles({ detail, metrics, baseline, baselineMetrics, computing, failed }: StatTilesProps) {
  const answers = detail?.run.recipe?.generation != null
  return (
    <>
      {failed && <Notice kind="error">{failed}</Notice>}
      <dl className={styles.tiles} aria-label="Main figures">
        {tilesOf(detail).map((metric) => (
          <ScoreTile key={metric} {...{ metric, detail, metrics, baseline, computing }} />
        ))}
        <LatencyTile detail={detail} metrics={metrics} />
        {detail && answers ? (
          <MoneyTiles detail={detail} metrics={metrics} baselineMetrics={baselineMetrics} />
        ) : (
          <IndexTile detail={detail} />
        )}
      </dl>
    </>
  )
}

/** Which scores stand at the top: of an answering run the best judge of its answers first, then retrieval, then trust. */
function tilesOf(detail: RunDetail | undefined): readonly string[] {
  if (!detail?.run.recipe?.generation) return retrievalTiles
  const scored = answerMeasures(detail.scoredMetrics)
  const faithfulness = scored.filter((name) => name.startsWith('faithfulness'))
  const first = scored.filter((name) => !faithfulness.includes(name)).slice(0, 3)
  return [
    ...(first.length > 0 ? first : ['tokenF1', 'exactMatch']),
    ...(!hasRetrieval(detail.run.recipe.rung) ? [] : ['ndcg@10']),
    ...faithfulness.slice(0, 1),
  ]
}

interface ScoreTileProps extends Pick<StatTilesProps, 'detail' | 'metrics' | 'baseline' | 'computing'> {
  metric: string
}

function ScoreTile({ metric, detail, metrics, baseline, computing }: ScoreTileProps) {
  const unfinished = detail !== undefined && detail.run.status !== 'finished'
  const estimate = metrics.get(metric)
  const change = estimate?.difference
  const absent = unfinished
    ? 'not scored yet'
    : metric.startsWith('span')
      ? 'no gold spans'
      : isAnswerMeasure(metric)
        ? 'no reference'
        : 'nothing judged'
  const check = detail && judgeCheckText(detail.judgeChecks, metric)
  const spread = detail && spreadText(detail.spreads, metric)
  const label =
    metric === 'spanRecall@1000tokens'
      ? 'Span recall, 1k tokens'
      : metricLabelAmong(metric, detail?.scoredMetrics ?? [])
  return (
    <div className={styles.tile} data-metric={metric}>
      <dt>
        {label}
        {estimate && `, n = ${estimate.n.toLocaleString('en-US')}`}
      </dt>
      <dd>
        {estimate && estimate.value !== null ? (
          <>
            <b className={unfinished ? styles.partial : undefined}>{formatFigure(estimate.value, 'fraction')}</b>{' '}
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
            better={metricDefinition(metric)?.better ?? 'none'}
            text={formatChange(change.value, 'fraction')}
            spoken={`on ${change.n.toLocaleString('en-US')} shared questions`}
          />
        ) : (
          baseline && !computing && <span className={styles.quiet}>not comparable</span>
        )}
        {spread && (
          <span className={styles.check} title={spreadHint}>
            {spread}
          </span>
        )}
        {check && (
          <span className={styles.check} title={judgeCheckHint(detail.judgeChecks, metric) ?? undefined}>
            {check}
          </span>
        )}
      </dd>
    </div>
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
