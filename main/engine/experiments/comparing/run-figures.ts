import { AppError } from '../../../../shared/domain/app-error.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { MetricDifference, MetricInterval } from '../../../../shared/domain/run-list.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { estimateRunMetrics } from '../scoring/estimate-run-metrics.ts'
import { pairedDifference } from './paired-difference.ts'

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

/** Intervals of some runs under some measures: stored ones, else computed now. Runs that are gone are left out. */
export async function intervalsOf(
  runIds: readonly RunId[],
  metrics: readonly string[],
  ports: Ports,
  signal?: AbortSignal,
): Promise<MetricInterval[]> {
  const wanted = new Set(metrics)
  const intervals: MetricInterval[] = []
  for (const runId of runIds) {
    signal?.throwIfAborted()
    const run = ports.store.runs.run(runId)
    if (!run) continue
    for (const { metric, ciLow, ciHigh } of await estimateRunMetrics(run, wanted, ports)) {
      intervals.push({ runId, metric, ciLow, ciHigh })
    }
  }
  return intervals
}

/**
 * Differences of some runs to a baseline on the examples that both scored. Runs on another eval set or split, and
 * measures that one of the two has no scores of, are left out: they cannot be compared.
 * Throws AppError NOT_FOUND when the baseline is gone.
 */
export function differencesOf(
  baseline: RunId,
  runIds: readonly RunId[],
  metrics: readonly string[],
  { store }: Pick<Ports, 'store'>,
): MetricDifference[] {
  const base = store.runs.run(baseline)
  if (!base) throw new AppError('NOT_FOUND', 'The baseline run was deleted. Pin another one.', { runId: baseline })
  const baseScores = new Map(metrics.map((metric) => [metric, store.runs.scores(baseline, metric)]))
  return runIds.flatMap((runId) => {
    const run = runId === baseline ? null : store.runs.run(runId)
    if (!run || !isComparable(run, base)) return []
    return metrics.flatMap((metric): MetricDifference[] => {
      const own = store.runs.scores(runId, metric)
      const other = baseScores.get(metric)
      const difference = own && other ? pairedDifference(own, other) : null
      return difference ? [{ runId, metric, ...difference }] : []
    })
  })
}

function isComparable(run: Run, baseline: Run): boolean {
  return run.evalSetId === baseline.evalSetId && run.split === baseline.split
}
