import { figureFormats } from '../../../shared/charts/figure-formats.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { describeVerdict } from '../../../shared/domain/describe-verdict.ts'
import { headlineMetrics } from '../export/headline-metrics.ts'
import type { PairedResult } from '../export/paired-result.ts'
import type { Verdicts } from './verdicts.ts'

/**
 * What the paired tests say of each run against the baseline, for the measures that stand for the comparison; empty
 * without a baseline. The one place where exports take their statistics from.
 */
export async function pairedResults(comparison: Comparison, verdicts: Pick<Verdicts, 'of'>): Promise<PairedResult[]> {
  const { baseline, runs } = comparison
  if (baseline === null) return []
  const units = new Map(headlineMetrics(comparison).quality.map(({ name, unit }) => [name, unit]))
  const runIds = runs.map(({ run }) => run.runId)
  const found = await verdicts.of(baseline, runIds, [...units.keys()])
  return found.flatMap((verdict): PairedResult[] => {
    const { runId, metric, word, evidence } = verdict
    if (!evidence || word === 'notComparable') return []
    return [
      {
        ...{ runId, metric, outcome: word, difference: evidence.value, p: evidence.adjustedP },
        words: describeVerdict(verdict, figureFormats(units.get(metric) ?? 'fraction')),
      },
    ]
  })
}
