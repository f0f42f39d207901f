import type { ComparedMetric, Comparison } from '../../../shared/domain/comparison.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'

/** One of the runs side by side. */
export interface ComparedSide {
  /** A, B, C … by place. */
  readonly letter: string
  readonly run: Run
  readonly isBaseline: boolean
  /** Why it cannot be held against the baseline; null when it can. */
  readonly notComparable: string | null
  readonly metrics: ReadonlyMap<string, ComparedMetric>
  /** Against the baseline, by measure; empty until they are computed. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** Measures that have a value for each question. */
  readonly scoredMetrics: readonly string[]
  /** How far each judge of the run was checked by people. */
  readonly judgeChecks: RunDetail['judgeChecks']
  /** How far its means move between repetitions, by measure. */
  readonly spreads: RunDetail['spreads']
}

export function sidesOf(
  details: readonly RunDetail[],
  baselineId: RunId,
  comparison: Comparison | undefined,
  verdicts: readonly Verdict[] = [],
): ComparedSide[] {
  const baseline = details.find(({ run }) => run.runId === baselineId)!.run
  return details.map(({ run, figures, scoredMetrics, judgeChecks, spreads }, index) => {
    const compared = comparison?.runs.find((candidate) => candidate.run.runId === run.runId)
    return {
      letter: String.fromCharCode(65 + index),
      run,
      isBaseline: run.runId === baselineId,
      scoredMetrics,
      judgeChecks,
      spreads,
      notComparable: reasonAgainst(run, baseline),
      verdicts: new Map(
        verdicts.flatMap((verdict) => (verdict.runId === run.runId ? [[verdict.metric, verdict] as const] : [])),
      ),
      // Without intervals until those are computed.
      metrics: new Map(
        (compared?.metrics ?? figures.map((figure) => ({ ...figure, difference: null }))).map((metric) => [
          metric.metric,
          metric,
        ]),
      ),
    }
  })
}

function reasonAgainst(run: Run, baseline: Run): string | null {
  if (run.evalSetId !== baseline.evalSetId) return `not comparable: other questions (${run.evalSetName}/${run.split})`
  if (run.split !== baseline.split) return `not comparable: another split (${run.split})`
  return run.status === 'finished' ? null : `not comparable yet: ${run.status}`
}
