import type { Triage } from '../../../../shared/domain/answer.ts'
import { hasAnswers } from '../../../../shared/domain/has-answers.ts'
import { metricDefinitions } from '../../../../shared/domain/metric.ts'
import type { RunDetail } from '../../../../shared/domain/results.ts'
import type { MetricEstimate, Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { judgeChecks } from '../ratings/rated-scores.ts'
import { openRescoring } from '../rescoring/rescorings-of.ts'
import { partialMetrics } from '../scoring/partial-metrics.ts'
import { spreadName } from '../scoring/repetition-scores.ts'

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
    figures: ended ? storedFigures(run, ports) : partialMetrics(run, ports),
    answeredExamples: hasAnswers(run) ? store.answers.answeredExamples(run.runId) : null,
    triage: countTriage(store.answers.triage(run.runId).values()),
    scoring: openRescoring(run, ports),
    judgeChecks: judgeChecks(run.runId, ports),
    spreads: storedSpreads(run, ports),
    ledger: store.calls.ledger(run.runId),
  }
}

function storedSpreads(run: Run, { store }: Pick<ExperimentPorts, 'store'>): RunDetail['spreads'] {
  if ((run.recipe?.generation?.repetitions ?? 1) < 2) return {}
  const metrics = store.runs.scoredMetrics(run.runId)
  const stored = store.runs.valuesOf(run.runId, metrics.map(spreadName))
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const { value, n } = stored.get(spreadName(metric)) ?? { value: null, n: 0 }
      return value === null ? [] : [[metric, { deviation: value, repetitions: n }] as const]
    }),
  )
}

function countTriage(kinds: Iterable<Triage>): Partial<Record<Triage, number>> {
  const counts: Partial<Record<Triage, number>> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function storedFigures(run: Run, { store }: Pick<ExperimentPorts, 'store'>): MetricEstimate[] {
  const stored =
    store.runs
      .values([...metricDefinitions.keys(), ...store.runs.scoredMetrics(run.runId)], run.jobId)
      .get(run.runId) ?? new Map()
  return [...stored].map(([metric, { value, n }]) => {
    const isTotal = metricDefinitions.get(metric)?.kind === 'total'
    return { metric, value, ciLow: null, ciHigh: null, n, unscored: isTotal ? 0 : Math.max(0, run.queries - n) }
  })
}
