import type { PairedEvidence, Verdict } from '../../../shared/domain/verdict.ts'

/** What the paired test of a run against the baseline says of one measure. */
export interface PairedResult extends Verdict {
  readonly evidence: PairedEvidence
  /** In full, such as `better by 0.067, decisive, p 0.004 …`. */
  readonly words: string
}

/** Key of a result in a map. */
export function pairedKey(runId: string, metric: string): string {
  return `${runId}\u0000${metric}`
}
