import { exampleDefinitions, latencyStages, metricDefinitions } from '../../../../shared/domain/metric.ts'
import type { MetricEstimate, Run } from '../../../../shared/domain/run.ts'
import type { MeanColumn } from '../../../ports/compute.ts'
import type { StoredInterval } from '../../../ports/run-store.ts'
import { meanOfScores } from '../../statistics/mean-of-scores.ts'
import { quantileType7 } from '../../statistics/quantile-type-7.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Part of the cache key of intervals: raised whenever the method gives other figures. */
const methodVersion = 1

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

/** Every measure that a run has a value of, with n and interval, in the order of the metric definitions. */
export async function estimateRunMetrics(
  run: Run,
  wanted: ReadonlySet<string> | null,
  ports: Ports,
): Promise<MetricEstimate[]> {
  const asked = (metric: string) => wanted === null || wanted.has(metric)
  // Figures that came with the run are its maker's; there is nothing to compute them from.
  const stated = run.provenance.origin ? ports.store.runs.statedFigures(run.runId) : []
  if (stated.length > 0)
    return stated.filter(({ metric }) => asked(metric)).map(({ difference: _, verdict: __, ...figure }) => figure)
  const scored = new Set(ports.store.runs.scoredMetrics(run.runId))
  const columns = exampleDefinitions(scored)
    .filter(({ name }) => asked(name))
    .map(
      ({ name, kind }): MeanColumn => ({
        metric: name,
        kind: kind === 'proportion' ? 'proportion' : 'mean',
        values: ports.store.runs.scores(run.runId, name)!,
      }),
    )
  return [
    ...(await estimateColumns(run, columns, ports)),
    ...(await estimateLatencies(run, asked, ports)),
    ...totalsOf(run, ports).filter(({ metric }) => asked(metric)),
  ]
}

/** Intervals that are stored already are not computed again. */
async function estimateColumns(
  run: Run,
  columns: readonly MeanColumn[],
  { store, compute }: Ports,
): Promise<MetricEstimate[]> {
  const { seed } = run.provenance
  const method = `bca-10000-seed${seed}@${methodVersion}`
  const stored = new Map(columns.map(({ metric }) => [metric, store.runs.interval(run.runId, metric, method)]))
  const fresh = columns.filter(({ metric }) => stored.get(metric) === null)
  if (fresh.length > 0) {
    const estimates = await compute.estimateMeans(fresh, seed)
    const intervals = new Map(
      estimates.map(({ metric, ciLow, ciHigh }): [string, StoredInterval] => [metric, { ciLow, ciHigh }]),
    )
    // A read-only workspace computes them again next time.
    if (!store.readOnly) store.runs.setIntervals(run.runId, method, intervals)
    for (const [metric, interval] of intervals) stored.set(metric, interval)
  }
  return columns.map(({ metric, values }) => {
    const { value, n } = meanOfScores(values)
    return { metric, value, n, unscored: values.length - n, ...stored.get(metric)! }
  })
}

async function estimateLatencies(
  run: Run,
  asked: (metric: string) => boolean,
  { store, compute }: Ports,
): Promise<MetricEstimate[]> {
  const latencies = store.runs.latencies(run.runId)
  const estimates: MetricEstimate[] = []
  for (const stage of latencyStages) {
    const durationsMs = latencies.get(stage)
    const quantiles = [
      { metric: `latencyMs.${stage}.p50`, quantile: 0.5 },
      { metric: `latencyMs.${stage}.p95`, quantile: 0.95 },
    ].filter(({ metric }) => asked(metric))
    if (!durationsMs || quantiles.length === 0) continue
    const { seed } = run.provenance
    const method = `percentile-10000-seed${seed}@${methodVersion}`
    const n = durationsMs.length
    const stored = quantiles.map(({ metric }) => store.runs.interval(run.runId, metric, method))
    if (stored.every((interval) => interval !== null)) {
      const sorted = Float64Array.from(durationsMs).sort()
      const unscored = run.queries - n
      quantiles.forEach(({ metric, quantile }, index) => {
        estimates.push({ metric, value: quantileType7(sorted, quantile), ...stored[index]!, n, unscored })
      })
      continue
    }
    const found = await compute.estimateQuantiles(Float64Array.from(durationsMs), quantiles, seed)
    if (!store.readOnly) {
      store.runs.setIntervals(
        run.runId,
        method,
        new Map(found.map(({ metric, ciLow, ciHigh }) => [metric, { ciLow, ciHigh }])),
      )
    }
    estimates.push(...found.map((estimate) => ({ ...estimate, unscored: run.queries - estimate.n })))
  }
  return estimates
}

/** Figures of the run as a whole, as they were stored with it. */
function totalsOf(run: Run, { store }: Ports): MetricEstimate[] {
  const totals = [...metricDefinitions.values()].filter(({ kind }) => kind === 'total').map(({ name }) => name)
  const values = store.runs.valuesOf(run.runId, totals)
  return totals.flatMap((metric) => {
    const stored = values.get(metric)
    return stored?.value == null
      ? []
      : [{ metric, value: stored.value, ciLow: null, ciHigh: null, n: stored.n, unscored: 0 }]
  })
}
