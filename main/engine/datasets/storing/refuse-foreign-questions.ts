import { AppError } from '../../../../shared/domain/app-error.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Store } from '../../../ports/store.ts'
import type { ParsedDataset } from '../parsing/parsed-dataset.ts'

/**
 * Questions without a judgment, none of which is one of the present set, are another set with the same name: taking them
 * would leave none of its judgments. AppError CONFLICT. Results of other programs bring such questions with them.
 */
export function refuseForeignQuestions(
  present: EvalSet,
  { queries, judgments }: Pick<ParsedDataset, 'queries' | 'judgments'>,
  { datasets }: Pick<Store, 'datasets'>,
): void {
  const judged = present.splits.reduce((sum, { judgedQueries }) => sum + judgedQueries, 0)
  if (judged === 0 || judgments.length > 0) return
  const known = new Set(
    present.splits.flatMap(({ name }) =>
      datasets.examples(present.evalSetId, name).queries.map(({ queryId }) => queryId),
    ),
  )
  if (queries.some(({ queryId }) => known.has(queryId))) return
  throw new AppError(
    'CONFLICT',
    `The workspace has an eval set "${present.name}" already, and none of its ${judged} judged questions is in this import, which judges none. Nothing was imported; give this one another name.`,
    { name: present.name },
  )
}
