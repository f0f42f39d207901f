import type { RunDetail } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { partialMetrics } from './partial-metrics.ts'

/** A run with everything about it that is cheap to read. */
export function runDetail(run: Run, ports: Pick<ExperimentPorts, 'store'>): RunDetail {
  const { store } = ports
  const version = store.datasets.findVersion(run.provenance.corpusVersionId)
  const ended = run.status === 'finished'
  const jobStatus = store.jobs.get(run.jobId)?.status
  return {
    run,
    resumable: !ended && jobStatus !== undefined && ['failed', 'cancelled', 'interrupted'].includes(jobStatus),
    corpusName: version?.corpusName ?? null,
    corpusVersionNumber: version?.number ?? null,
    documents: version?.documents ?? null,
    latencies: [...store.runs.latencies(run.runId)].map(([stage, valuesMs]) => ({ stage, valuesMs })),
    scoredMetrics: store.runs.scoredMetrics(run.runId),
    partial: ended ? [] : partialMetrics(run, ports),
  }
}
