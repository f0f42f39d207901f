import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** A rating so far above the judge's score overrules it. */
const overrulesFrom = 0.5

/**
 * Queries whose answer a person rated at least 0.5 above the first judge with a rubric. As in triage, the first
 * repetition that did not fail stands for the query.
 * @param onlyQueryId looks at this query alone.
 */
export function overruledQueries(
  { runId }: RecipeRun,
  evaluators: readonly Evaluator[],
  { store }: Pick<ExperimentPorts, 'store'>,
  onlyQueryId?: string,
): Set<string> {
  const judge = evaluators.find(({ kind }) => kind === 'judge')
  if (!judge) return new Set()
  const measure = evaluatorMeasure(judge)
  const overruled = new Set<string>()
  const rated =
    onlyQueryId === undefined ? store.ratings.ratings(runId).values() : store.ratings.ratingsOf(runId, onlyQueryId)
  for (const { queryId, repetition, score } of rated) {
    const verdict = store.answers
      .evaluationsOf(runId, queryId)
      .find((evaluation) => evaluation.measure === measure && evaluation.repetition === repetition)
    if (verdict?.score === undefined || verdict.score === null || score - verdict.score < overrulesFrom) continue
    const first = store.answers.answersOf(runId, queryId).find(({ failure }) => failure === null)
    if (first?.repetition === repetition) overruled.add(queryId)
  }
  return overruled
}
