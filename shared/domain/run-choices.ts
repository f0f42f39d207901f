import type { ListedRun, RunList } from './run-list.ts'

/** A run as it is offered in a list to choose from. */
export interface RunChoice {
  readonly runId: string
  readonly name: string
  /** Eval set, split and, where it is not finished, its state. */
  readonly detail: string
  /** Null without something to compare with; else whether both are on the same eval set and split. */
  readonly comparable: boolean | null
}

/** Runs to choose from: those that can be compared with `beside` first, then the others, each newest first. */
export function runChoices(
  list: RunList,
  beside: { readonly evalSetId: string; readonly split: string } | null,
): RunChoice[] {
  const choices = list.runs.map((run): RunChoice => choiceOf(run, list, beside))
  return [...choices.filter(({ comparable }) => comparable), ...choices.filter(({ comparable }) => !comparable)]
}

function choiceOf(
  run: ListedRun,
  { evalSets }: RunList,
  beside: { readonly evalSetId: string; readonly split: string } | null,
): RunChoice {
  const evalSet = evalSets[run.evalSet]!
  const comparable = beside && evalSet.evalSetId === beside.evalSetId && run.split === beside.split
  const state = run.status === 'finished' ? [] : [run.status]
  const warning = comparable === false ? ['not comparable'] : []
  return {
    runId: run.runId,
    name: run.name,
    detail: [run.runId, `${evalSet.name}/${run.split}`, ...state, ...warning].join(' · '),
    comparable,
  }
}
