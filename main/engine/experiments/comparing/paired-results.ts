import { figureFormats } from '../../../../shared/charts/figure-formats.ts'
import type { Comparison } from '../../../../shared/domain/comparison.ts'
import { describeVerdict } from '../../../../shared/domain/describe-verdict.ts'
import type { PairedResult } from '../../export/paired-result.ts'
import type { Verdicts } from './verdicts.ts'

/**
 * What the paired tests say of each run of a comparison against its baseline, under these of its measures; empty without
 * a baseline. Pairs that cannot be compared are left out. The same verdicts as the screen's.
 */
export async function pairedResults(
  comparison: Comparison,
  verdicts: Pick<Verdicts, 'of'>,
  metrics: readonly string[],
  signal?: AbortSignal,
): Promise<PairedResult[]> {
  const { baseline, runs } = comparison
  if (baseline === null) return []
  const units = new Map(comparison.metrics.map(({ name, unit }) => [name, unit]))
  const runIds = runs.map(({ run }) => run.runId)
  const found = await verdicts.of(baseline, runIds, metrics, signal)
  return found.flatMap((verdict): PairedResult[] => {
    const { metric, evidence } = verdict
    if (!evidence) return []
    return [{ ...verdict, evidence, words: describeVerdict(verdict, figureFormats(units.get(metric) ?? 'fraction')) }]
  })
}
