import { formatFigure, formatInterval } from '../../../../shared/charts/format-figure.ts'
import type { Comparison } from '../../../../shared/domain/comparison.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { headlineMetrics } from '../../export/headline-metrics.ts'
import type { PairedResult } from '../../export/paired-result.ts'
import { runLetter } from '../../export/run-letter.ts'

/** More would be a list; the table has them all. */
const mostSentences = 5

/** What a comparison comes to on its first measure, one sentence for each run, the largest change first. */
export function reportVerdicts(comparison: Comparison, results: readonly PairedResult[]): string[] {
  const metric = headlineMetrics(comparison).quality[0]
  if (!metric) return []
  const label = metricLabel(metric.name)
  const base = comparison.runs.find(({ run }) => run.runId === comparison.baseline)?.run
  const letterOf = (runId: string) => runLetter(comparison.runs.findIndex(({ run }) => run.runId === runId))
  const compared = comparison.runs.flatMap(({ run, metrics }) => {
    const estimate = metrics.find((candidate) => candidate.metric === metric.name)
    return estimate && estimate.value !== null ? [{ run, estimate, value: estimate.value }] : []
  })
  if (!base) {
    const best = compared.toSorted((a, b) => (metric.better === 'lower' ? a.value - b.value : b.value - a.value))[0]
    if (!best || compared.length < 2) return []
    const interval = formatInterval(best.estimate.ciLow, best.estimate.ciHigh, metric.unit)
    return [
      `${letterOf(best.run.runId)}, ${best.run.name}, has the ${metric.better === 'lower' ? 'lowest' : 'highest'} ${label}, ${[formatFigure(best.value, metric.unit), interval].filter(Boolean).join(' ')}, n ${best.estimate.n}, of ${compared.length} runs. No baseline was chosen, so no difference is tested.`,
    ]
  }
  return results
    .filter((result) => result.metric === metric.name)
    .toSorted((a, b) => Math.abs(b.evidence.value) - Math.abs(a.evidence.value))
    .slice(0, mostSentences)
    .map(({ runId, words }) => `${letterOf(runId)} against ${letterOf(base.runId)} on ${label}: ${words}.`)
}
