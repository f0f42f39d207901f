import type { RunId } from '../../../shared/domain/ids.ts'

/** What the paired test of a run against the baseline says of one measure. */
export interface PairedResult {
  readonly runId: RunId
  readonly metric: string
  /** Mean of run − baseline over the examples that both scored. */
  readonly difference: number
  /** Adjusted for several runs (Holm); 0–1. */
  readonly p: number
  readonly outcome: 'better' | 'worse' | 'notDecisive'
  /** In full, such as `better by 0.067, decisive, p 0.004 …`. */
  readonly words: string
}

/** Key of a result in a map. */
export function pairedKey(runId: string, metric: string): string {
  return `${runId}\u0000${metric}`
}
