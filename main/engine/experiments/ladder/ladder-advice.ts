import type { Triage } from '../../../../shared/domain/answer.ts'
import type { LadderAdvice } from '../../../../shared/domain/ladder-report.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { whereFound } from '../results/first-relevant-rank.ts'

/** What to try by the reason that most wrong answers share. */
const tries: Readonly<Record<Triage, string>> = {
  notRetrieved: 'Try other chunk sizes, another embedder or hybrid search: what is not found cannot be answered.',
  rankedLow: 'Try a reranker, or send more passages: the right one is found, but stands too low.',
  ignored: 'Try a clearer prompt or few-shot examples first; fine-tune if that does not help.',
  format: 'Try an output schema or few-shot examples first; fine-tune if that does not help.',
  unsupported: 'Try a prompt that keeps to its sources, and measure faithfulness.',
  unanswerable: 'Try a rule that says when to decline.',
  judgeError: 'Mend the rubric of the judge before trusting its scores.',
}

/** A reason is named from this share of what is wrong with a run on. */
const namedFrom = 0.25

/**
 * What the wrong answers of some runs say, or their rankings where they answer nothing: the most frequent reason of each
 * run first.
 */
export function ladderAdvice(runs: readonly Run[], { store }: Pick<ExperimentPorts, 'store'>): LadderAdvice[] {
  return runs.flatMap(({ runId, recipe, queries }) => {
    const answers = [...store.answers.triage(runId).values()]
    const basis = recipe!.generation === null && answers.length === 0 ? 'ranking' : 'answers'
    const wrong = basis === 'ranking' ? missedBy(store.runs.scores(runId, 'mrr')) : answers
    const counts = new Map<Triage, number>()
    for (const kind of wrong) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return [...counts]
      .filter(([, count]) => count >= wrong.length * namedFrom)
      .sort(([, a], [, b]) => b - a)
      .map(([kind, count]) => ({
        ...{ runId, rung: recipe!.rung, basis, triage: kind, count, wrong: wrong.length, examples: queries },
        sentence: tries[kind],
      }))
  })
}

/** Why the relevant documents of questions are not among the first 10. */
function missedBy(reciprocalRanks: ArrayLike<number> | null): Triage[] {
  return Array.from(reciprocalRanks ?? [], whereFound).filter(
    (where) => where === 'notRetrieved' || where === 'rankedLow',
  )
}
