import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { TriageColumns } from './triage-run.ts'

/** The stored scores that triage looks at. A judge's verdict is that of the first judge with a rubric. */
export function triageColumns(
  run: RecipeRun,
  evaluators: readonly Evaluator[],
  { store }: Pick<ExperimentPorts, 'store'>,
): TriageColumns {
  const column = (metric: string | undefined) => (metric === undefined ? null : store.runs.scores(run.runId, metric))
  const measureOf = (kind: Evaluator['kind']) => {
    const evaluator = evaluators.find((candidate) => candidate.kind === kind)
    return evaluator && evaluatorMeasure(evaluator)
  }
  return {
    tokenF1: column('tokenF1'),
    contains: column('contains'),
    judge: column(measureOf('judge')),
    faithfulness: column(measureOf('faithfulness')),
    format: column(measureOf('jsonSchema')),
    mrr: column('mrr'),
  }
}
