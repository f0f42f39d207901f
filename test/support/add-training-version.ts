import type { Store } from '../../main/ports/store.ts'
import { TrainingSetId, TrainingVersionId } from '../../shared/domain/ids.ts'
import type { TrainingSplit } from '../../shared/domain/training-set.ts'

/** A stored training set with a frozen split: `train` rows of made-up intents, a fifth as many for validation. */
export function addTrainingVersion(store: Pick<Store, 'training'>, { train = 20 } = {}): TrainingVersionId {
  const trainingSetId = TrainingSetId.parse('set-1')
  const versionId = TrainingVersionId.parse('version-1')
  const labels = ['card', 'cash', 'loan', 'fees']
  const example = (split: TrainingSplit, index: number) => ({
    exampleId: `${split}-${index}`,
    messages: [
      { role: 'system', content: 'Name the intent.' },
      { role: 'user', content: `Question ${split} ${index} about my ${labels[index % 4]}` },
      { role: 'assistant', content: labels[index % 4]! },
    ],
    ...{ extra: {}, group: null, split, givenSplit: null },
  })
  const rows = (split: TrainingSplit, count: number) =>
    Array.from({ length: count }, (_, index) => example(split, index))
  store.training.createSet(trainingSetId, 'Bank intents', '2026-11-01T00:00:00.000Z')
  store.training.addVersion({
    ...{ versionId, trainingSetId, createdAt: '2026-11-01T00:00:00.000Z', parentId: null, evalSetId: null },
    split: {
      ...{ seed: 1, shares: { train: 0.8, validation: 0.1, test: 0.1 } },
      ...{ groupBy: 'input', keepsGiven: false },
    },
    origin: { kind: 'import', files: [] },
    change: 'Imported.',
    examples: [...rows('train', train), ...rows('validation', Math.ceil(train / 5)), ...rows('test', 4)],
  })
  return versionId
}
