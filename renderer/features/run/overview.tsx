import type { Triage } from '../../../shared/domain/answer.ts'
import type { QueryFilter, RunDetail } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConfigurationCard } from './configuration-card.tsx'
import { FindingsCard } from './findings-card.tsx'
import { LatencyCard } from './latency-card.tsx'
import { LedgerCard } from './ledger-card.tsx'
import { MonthlyCostCard } from './monthly-cost-card.tsx'
import { ProvenanceCard } from './provenance-card.tsx'
import { RetrievalCard } from './retrieval-card.tsx'
import type { MetricsByName } from './run-metrics.ts'
import styles from './run-screen.module.css'
import { SpanCard } from './span-card.tsx'
import { TriageCard } from './triage-card.tsx'
import { TunedModelCard } from './tuned-model-card.tsx'

interface OverviewProps {
  detail: RunDetail
  metrics: MetricsByName
  baseline: RunDetail | undefined
  baselineMetrics: MetricsByName
  /** The intervals are on their way. */
  computing: boolean
  onShow: (filter: QueryFilter) => void
  onTriage: (kind: Triage) => void
}

/** Charts of the run's figures, what it found and did not, and what it rests on. */
export function Overview(props: OverviewProps) {
  const { detail, metrics, baseline, baselineMetrics, computing, onShow, onTriage } = props
  const { run } = detail
  const comparable = baseline?.run.evalSetId === run.evalSetId && baseline.run.split === run.split
  const overlay = comparable ? baselineMetrics : new Map()
  const hasSpans = detail.scoredMetrics.some((metric) => metric.startsWith('spanRecall@'))
  const answers = run.recipe?.generation != null
  const retrieves = hasRetrieval(run.recipe?.rung)
  const latency = metrics.size > 0 && detail.latencies.length > 0 && (
    <LatencyCard detail={detail} metrics={metrics} baseline={baseline} baselineMetrics={baselineMetrics} />
  )
  return (
    <div className={styles.cards}>
      {computing && metrics.size === 0 && <Skeleton width="100%" height={240} label="Computing the figures" />}
      {run.status === 'finished' && metrics.has('recall@10') && (
        <RetrievalCard metrics={metrics} baseline={overlay} computing={computing} />
      )}
      {answers && latency}
      {(answers || detail.ledger.length > 0) && <LedgerCard detail={detail} />}
      {answers && run.status === 'finished' && <TriageCard detail={detail} onShow={onTriage} />}
      {run.status === 'finished' && (answers || detail.ledger.length > 0) && <MonthlyCostCard run={run} />}
      {hasSpans && metrics.size > 0 && <SpanCard metrics={metrics} baseline={overlay} computing={computing} />}
      {!answers && latency}
      {run.status === 'finished' && retrieves && <FindingsCard run={run} onShow={onShow} />}
      {run.recipe?.generation?.tuned && <TunedModelCard tuned={run.recipe.generation.tuned} />}
      <ProvenanceCard detail={detail} />
      {run.recipe && <ConfigurationCard recipe={run.recipe} />}
    </div>
  )
}
