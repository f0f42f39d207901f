import { AppError } from '../../../shared/domain/app-error.ts'
import type { TrainingVersion } from '../../../shared/domain/training-set.ts'
import type { Store } from '../../ports/store.ts'

/** By id or unique beginning of one, or by the name of a set: then its current version. Throws AppError NOT_FOUND. */
export function findTrainingVersion(reference: string, { training }: Pick<Store, 'training'>): TrainingVersion {
  const sets = training.listSets()
  const named = sets.find(({ name, trainingSetId }) => name === reference || trainingSetId === reference)
  if (named) return named.current
  const versions = sets.flatMap(({ trainingSetId }) => training.versions(trainingSetId))
  const fitting = versions.filter(({ versionId }) => versionId.startsWith(reference))
  const exact = fitting.find(({ versionId }) => versionId === reference)
  if (exact) return exact
  if (fitting.length === 1) return fitting[0]!
  throw new AppError(
    'NOT_FOUND',
    fitting.length === 0
      ? `There is no training set ${reference} in this workspace.`
      : `${fitting.length} versions begin with ${reference}: give more of the id.`,
    { reference },
  )
}
