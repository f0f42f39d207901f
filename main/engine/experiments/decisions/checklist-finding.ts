import type { ChecklistItem } from '../../../../shared/domain/decision.ts'
import type { Run } from '../../../../shared/domain/run.ts'

/** What is found about an item of a checklist. */
export type Finding = Pick<ChecklistItem, 'state' | 'evidence' | 'runIds'>

/** Runs that an item links to, the newest ones. */
const linkedRuns = 5

/** @returns why a run shows nothing about today ("before the documents changed"); null when it does. */
export type Staleness = (run: Run) => string | null

export function shown(evidence: string, runs: readonly Pick<Run, 'runId'>[] = []): Finding {
  return { state: 'done', evidence, runIds: linked(runs) }
}

export function missing(evidence: string): Finding {
  return { state: 'missing', evidence: `evidence missing: ${evidence}`, runIds: [] }
}

export function stale(evidence: string, runs: readonly Pick<Run, 'runId'>[] = []): Finding {
  return { state: 'stale', evidence, runIds: linked(runs) }
}

export function entry(evidence = 'only you can say: state a reason'): Finding {
  return { state: 'entry', evidence, runIds: [] }
}

/** Runs of today show it; runs from before a change showed it. */
export function byRuns<Some extends Run>(
  found: readonly Some[],
  enough: (runs: readonly Some[]) => boolean,
  words: string,
  none: string,
  staleness: (run: Some) => string | null,
): Finding {
  const fresh = found.filter((run) => staleness(run) === null)
  if (enough(fresh)) return shown(words, fresh)
  if (!enough(found)) return missing(none)
  const why = found.map(staleness).find((reason) => reason !== null)
  return stale(`${words}, ${why}`, found)
}

function linked(runs: readonly Pick<Run, 'runId'>[]): Finding['runIds'] {
  return runs.slice(-linkedRuns).map(({ runId }) => runId)
}
