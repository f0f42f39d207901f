import { exampleDefinitions } from '../../../../shared/domain/metric.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { RunStore, RunValue } from '../../../ports/run-store.ts'
import { meanOfScores } from '../../statistics/mean-of-scores.ts'
import { quantileType7 } from '../../statistics/quantile-type-7.ts'

/**
 * Stores a scored run's figures, one per measure, as lists show them. Call it whenever scores, latencies or the index of
 * a run were stored. @param totals figures of the run as a whole that come from its answers and its ledger.
 */
export function summarizeRun(
  run: Pick<Run, 'runId' | 'provenance'>,
  runs: RunStore,
  totals: ReadonlyMap<string, RunValue> = new Map(),
): void {
  const values = new Map<string, RunValue>()
  for (const { name } of exampleDefinitions(runs.scoredMetrics(run.runId))) {
    values.set(name, meanOfScores(runs.scores(run.runId, name)!))
  }
  for (const [stage, durationsMs] of runs.latencies(run.runId)) {
    const sorted = Float64Array.from(durationsMs).sort()
    if (sorted.length === 0) continue
    values.set(`latencyMs.${stage}.p50`, { value: quantileType7(sorted, 0.5), n: sorted.length })
    values.set(`latencyMs.${stage}.p95`, { value: quantileType7(sorted, 0.95), n: sorted.length })
  }
  const { indexBuildMs, chunks, indexTokens, indexBytes } = run.provenance
  const ofIndex = {
    'index.buildMs': indexBuildMs,
    'index.chunks': chunks,
    'index.tokens': indexTokens,
    'index.bytes': indexBytes,
  }
  for (const [metric, value] of Object.entries(ofIndex)) if (value !== null) values.set(metric, { value, n: 1 })
  for (const [metric, value] of totals) values.set(metric, value)
  runs.setValues(run.runId, values)
}
