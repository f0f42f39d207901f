import { AppError } from '../../../../shared/domain/app-error.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { DatasetStore } from '../../../ports/dataset-store.ts'

/**
 * An eval set of plain questions has an empty corpus: a rung that retrieves would be measured without what makes it one.
 * Throws AppError INVALID_INPUT.
 */
export function requireDocuments(
  recipes: readonly Recipe[],
  { name, corpusId, corpusVersionId }: EvalSet,
  datasets: Pick<DatasetStore, 'listVersions'>,
): void {
  const rungs = new Set(recipes.map(({ rung }) => rung).filter(hasRetrieval))
  if (rungs.size === 0) return
  const version = datasets.listVersions(corpusId).find(({ versionId }) => versionId === corpusVersionId)
  if (version?.documents !== 0) return
  throw new AppError(
    'INVALID_INPUT',
    `The corpus of ${name} has no documents, so the ${rungs.size === 1 ? 'rung' : 'rungs'} ${[...rungs].join(' and ')} would retrieve nothing. Nothing was started. Import documents as "${version.corpusName}", or choose a rung without retrieval.`,
    { corpusId },
  )
}
