import type { ChecklistItem, DecisionEntries } from '../../../../shared/domain/decision.ts'
import type { LadderReport } from '../../../../shared/domain/ladder-report.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { checklistFacts } from './checklist-facts.ts'
import type { Finding } from './checklist-finding.ts'
import { finetuneChecks } from './finetune-checks.ts'
import { ragChecks } from './rag-checks.ts'

/**
 * Both implementation checklists, ticked from what is in the workspace. Evidence of other documents, questions or models than
 * today's is stale; what the user overrides keeps their reason, and never hides evidence.
 */
export function decisionChecklist(
  report: LadderReport | null,
  { overrides, answers }: DecisionEntries,
  { store, clock }: Pick<ExperimentPorts, 'store' | 'clock'>,
): ChecklistItem[] {
  const facts = checklistFacts(report, store)
  return [
    ...ragChecks(facts, answers, clock.now(), store).map((found) => item('rag', found)),
    ...finetuneChecks(facts, store).map((found) => item('finetune', found)),
  ]

  function item(list: ChecklistItem['list'], [id, label, found]: readonly [string, string, Finding]): ChecklistItem {
    const reason = overrides[id]
    if (reason === undefined || found.state === 'done') return { list, id, label, ...found }
    return { list, id, label, state: 'overridden', evidence: reason, runIds: found.runIds }
  }
}
