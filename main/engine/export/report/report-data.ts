import type { Comparison } from '../../../../shared/domain/comparison.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { LadderReport } from '../../../../shared/domain/ladder-report.ts'
import type { LatencyStage } from '../../../../shared/domain/metric.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { ComparedQuery, RunTally } from '../../../../shared/domain/results.ts'
import type { PairedResult } from '../paired-result.ts'

/** An eval set that the report's runs were scored on, with the corpus that it stands on. */
export interface ReportEvalSet {
  readonly evalSet: EvalSet
  readonly corpusName: string
  readonly corpusVersionNumber: number | null
  readonly documents: number | null
}

/** A run's questions against the baseline's under one measure: the worst and the best changes, the rest counted. */
export interface ReportChanges {
  readonly runId: RunId
  readonly tally: RunTally
  readonly losses: readonly ComparedQuery[]
  readonly wins: readonly ComparedQuery[]
}

/** Everything that a report says, gathered before it is written. */
export interface ReportData {
  readonly comparison: Comparison
  /** Of each run, in the order of the comparison; null where nobody knows it. */
  readonly recipes: readonly (Recipe | null)[]
  readonly results: readonly PairedResult[]
  /** Sentences that say what the comparison comes to, the most important first; may be empty. */
  readonly verdicts: readonly string[]
  readonly writtenAt: Date
  readonly appVersion: string
  readonly prices: { readonly source: string; readonly date: string }
  readonly evalSets: readonly ReportEvalSet[]
  /** Milliseconds, one for each timed question. */
  readonly latencies: ReadonlyMap<RunId, ReadonlyMap<LatencyStage, readonly number[]>>
  /** Of the first headline measure; empty without a baseline. */
  readonly changes: readonly ReportChanges[]
  /** Of all finished runs on the questions of the report's; null when its runs are not all on the same. */
  readonly ladder: LadderReport | null
}
