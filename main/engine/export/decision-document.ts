import type { DecisionRecord } from '../../../shared/domain/decision.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { ReportEvalSet } from './report/report-data.ts'

/** A decision record with all that its file says beside it. */
export interface DecisionDocument {
  /** Null for a draft that was not saved. */
  readonly number: number | null
  /** When it was saved, or written as a draft; ISO date and time. */
  readonly at: string
  readonly appVersion: string
  readonly prices: { readonly source: string; readonly date: string }
  readonly record: DecisionRecord
  /** The questions that the evidence stands on; null without evidence, or when they are not kept any more. */
  readonly evalSet: ReportEvalSet | null
  /** Runs that steps, advice or checklists rest on, in the order in which they were made. */
  readonly runs: readonly Run[]
}
