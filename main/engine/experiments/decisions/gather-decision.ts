import type { DecisionVersion } from '../../../../shared/domain/decision.ts'
import type { DecisionDocument } from '../../export/decision-document.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { evalSetsOf } from '../exports/eval-sets-of.ts'

/** Everything that the file of a record says. @param shown number and date are null for a draft. */
export function gatherDecision(
  shown: { [Key in 'number' | 'savedAt']: DecisionVersion[Key] | null } & Pick<DecisionVersion, 'record'>,
  { store, clock, appVersion, priceBook }: Pick<ExperimentPorts, 'store' | 'clock' | 'appVersion' | 'priceBook'>,
): DecisionDocument {
  const { number, savedAt, record } = shown
  const { ladder, checklist } = record
  const used = new Set([
    ...(ladder?.rungs ?? []).flatMap(({ best }) => best ?? []),
    ...(ladder?.steps ?? []).flatMap(({ bestRunIds: { from, to } }) => [...from, ...to]),
    ...(ladder?.advice ?? []).map(({ runId }) => runId),
    ...checklist.flatMap(({ runIds }) => runIds),
  ])
  const runs = store.runs.listRuns().filter(({ runId }) => used.has(runId))
  const onLadder = runs.filter(({ evalSetId }) => evalSetId === ladder?.evalSetId)
  return {
    number,
    at: savedAt ?? clock.now().toISOString(),
    appVersion,
    prices: { source: priceBook.source, date: priceBook.date },
    record,
    evalSet: evalSetsOf(onLadder, { store })[0] ?? null,
    runs,
  }
}
