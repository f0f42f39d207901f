import type { TrainingSet, TrainingVersion } from '../../../shared/domain/training-set.ts'

/** Whether a version can be trained on: every row has its split, and some are for training. */
export function isFrozen({ counts }: Pick<TrainingVersion, 'counts'>): boolean {
  return counts.unassigned === 0 && counts.train > 0
}

/** What can be chosen: the current version of each frozen set, and before them the one that was asked for. */
export function frozenVersions(sets: readonly TrainingSet[], asked: TrainingVersion | undefined): TrainingVersion[] {
  const current = sets.map((set) => set.current).filter(isFrozen)
  const isListed = current.some(({ versionId }) => versionId === asked?.versionId)
  return asked && isFrozen(asked) && !isListed ? [asked, ...current] : current
}
