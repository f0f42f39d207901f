import type { ComparedMetric, ComparedRun, Comparison, ExportedMetric } from '../../../../shared/domain/comparison.ts'
import { exampleDefinitions, metricDefinitions } from '../../../../shared/domain/metric.ts'
import type { MetricEstimate, Run } from '../../../../shared/domain/run.ts'
import { takeTurns } from '../../jobs/take-turns.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { estimateRunMetrics } from '../scoring/estimate-run-metrics.ts'
import { pairedDifference } from './paired-difference.ts'
import { statedPair } from './stated-pair.ts'

/**
 * Runs side by side. Differences to the baseline are means over the examples that both runs scored, and are given only
 * for runs on the same eval set and split.
 * @param metrics names to include; all when undefined.
 */
export async function compareRuns(
  runs: readonly Run[],
  baseline: Run | null,
  metrics: readonly string[] | undefined,
  ports: Pick<ExperimentPorts, 'store' | 'compute'>,
): Promise<Comparison> {
  const wanted = metrics ? new Set(metrics) : null
  const compared: ComparedRun[] = []
  const letOthersWork = takeTurns()
  for (const run of runs) {
    await letOthersWork()
    const estimates = await estimateRunMetrics(run, wanted, ports)
    const stated = baseline ? statedPair(run, baseline, ports) : new Map<string, ExportedMetric>()
    compared.push({
      run,
      metrics: estimates.map(
        (estimate): ComparedMetric => ({
          ...estimate,
          difference: baseline ? differenceOf(run, baseline, estimate, stated, ports) : null,
        }),
      ),
    })
  }
  const present = new Set(compared.flatMap(({ metrics: list }) => list.map(({ metric }) => metric)))
  return {
    baseline: baseline?.runId ?? null,
    metrics: [
      ...[...metricDefinitions.values()].filter(({ name }) => present.has(name)),
      ...exampleDefinitions([...present].filter((name) => !metricDefinitions.has(name))),
    ],
    runs: compared,
  }
}

function differenceOf(
  run: Run,
  baseline: Run,
  { metric }: MetricEstimate,
  stated: ReadonlyMap<string, ExportedMetric>,
  { store }: Pick<ExperimentPorts, 'store'>,
): ComparedMetric['difference'] {
  if (run.runId === baseline.runId) return null
  if (run.evalSetId !== baseline.evalSetId || run.split !== baseline.split) return null
  const difference = stated.get(metric)?.difference
  if (difference) return difference
  const own = store.runs.scores(run.runId, metric)
  const base = store.runs.scores(baseline.runId, metric)
  return own && base ? pairedDifference(own, base) : null
}
