import { AppError } from '../../../../shared/domain/app-error.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { createExampleSelector, type ShownExample } from '../../generation/create-example-selector.ts'
import { writeExamples } from '../../generation/write-examples.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

type ExamplesOf = Pick<RecipeRun, 'recipe' | 'evalSetId' | 'split'>

/** Writes the few-shot examples of a run for each query. Throws as `fewShotSelector`. */
export function fewShotWriter(
  run: ExamplesOf,
  scored: readonly EvalQuery[],
  ports: Pick<ExperimentPorts, 'store'>,
): (query: EvalQuery) => string {
  const select = fewShotSelector(run, scored, ports)
  return (query) => writeExamples(select(query))
}

/**
 * Chooses the few-shot examples of a run for each query: from another split, never one that is being scored.
 * Throws AppError INVALID_INPUT when there are none to choose from.
 */
export function fewShotSelector(
  run: ExamplesOf,
  scored: readonly EvalQuery[],
  { store }: Pick<ExperimentPorts, 'store'>,
): (query: EvalQuery) => ShownExample[] {
  const settings = run.recipe.prompt.examples
  if (settings.kind === 'none') return () => []
  const evalSet = store.datasets.evalSet(run.evalSetId)
  const splits = evalSet?.splits.map(({ name }) => name).filter((name) => name !== run.split) ?? []
  const wanted = settings.kind === 'fixed' ? splits : splits.filter((name) => name === settings.split)
  const pool = wanted
    .flatMap((split) => store.datasets.examples(run.evalSetId, split).queries)
    .filter(({ answers }) => answers.length > 0)
  if (pool.length === 0) {
    const from = settings.kind === 'fixed' ? 'outside the split that is scored' : `in the split "${settings.split}"`
    throw new AppError(
      'INVALID_INPUT',
      `There is no example with an answer ${from}, so the prompt cannot show any. The eval set has the splits ${[run.split, ...splits].join(', ')}. Choose another split, or no examples.`,
    )
  }
  const select = createExampleSelector({ settings, pool, scored })
  return (query) => select(query.text)
}
