import type { Comparison, ExportedComparison } from '../../../../shared/domain/comparison.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { pairedKey } from '../../export/paired-result.ts'

/** A comparison with what paired tests say at each figure; without a baseline as it is. */
export function withVerdicts(comparison: Comparison, verdicts: readonly Verdict[]): ExportedComparison {
  const byKey = new Map(verdicts.map((verdict) => [pairedKey(verdict.runId, verdict.metric), verdict]))
  return {
    ...comparison,
    runs: comparison.runs.map(({ run, metrics }) => ({
      run,
      metrics: metrics.map((metric) => {
        const found = byKey.get(pairedKey(run.runId, metric.metric))
        if (!found) return metric
        const { word, reason, evidence } = found
        return { ...metric, verdict: { word, reason, evidence } }
      }),
    })),
  }
}
