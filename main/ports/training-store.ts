import type { Page } from '../../shared/domain/dataset-browse.ts'
import type { EvalSetId, TrainingSetId, TrainingVersionId } from '../../shared/domain/ids.ts'
import type { ChatExample, TrainingSet, TrainingSplit, TrainingVersion } from '../../shared/domain/training-set.ts'

/** A row before it has a place in a version. */
export interface TrainingRow extends Omit<ChatExample, 'exampleId'> {
  /** The split that its file or column gives it. */
  readonly givenSplit: TrainingSplit | null
}

/** A row in its version: `split` is null until one is frozen and the file gave none. */
export interface PlacedExample extends ChatExample {
  readonly split: TrainingSplit | null
  /** The split that the imported file or column gave it; stays when another split is frozen. */
  readonly givenSplit: TrainingSplit | null
}

export interface NewTrainingVersion
  extends Pick<
    TrainingVersion,
    'versionId' | 'trainingSetId' | 'createdAt' | 'split' | 'parentId' | 'origin' | 'change' | 'evalSetId'
  > {
  /** In order. Example ids are unique. */
  readonly examples: readonly PlacedExample[]
}

export interface ExampleFilter {
  readonly split?: TrainingSplit | 'unassigned' | undefined
  /** Text in a message; ASCII letters match in either case. */
  readonly search?: string | undefined
  /** Only these rows. */
  readonly exampleIds?: readonly string[] | undefined
}

/** Training sets and their versions. Contents are stored once, by hash. Synchronous, as all stores. */
export interface TrainingStore {
  createSet(trainingSetId: TrainingSetId, name: string, createdAt: string): void
  /** Stores a version that is not there yet and makes it its set's current one. */
  addVersion(version: NewTrainingVersion): TrainingVersion
  /** Makes a stored version its set's current one. */
  setCurrent(versionId: TrainingVersionId): void
  /** Names the eval set that holds a version's splits. */
  setEvalSet(versionId: TrainingVersionId, evalSetId: EvalSetId): void
  /** In the order in which they were made. */
  listSets(): TrainingSet[]
  set(trainingSetId: TrainingSetId): TrainingSet | null
  findSet(name: string): TrainingSet | null
  /** The oldest first. */
  versions(trainingSetId: TrainingSetId): TrainingVersion[]
  version(versionId: TrainingVersionId): TrainingVersion | null
  /**
   * The rows of a version in its order, or those of one of its splits: what a trainer is sent, one row a line.
   * @returns an empty list where the version or the split holds nothing.
   */
  examplesOf(versionId: TrainingVersionId, split?: TrainingSplit): PlacedExample[]
  /** A page of a version's rows with their positions in the version, and how many there are. */
  page(
    versionId: TrainingVersionId,
    filter: ExampleFilter,
    page: Page,
  ): { total: number; rows: { position: number; example: PlacedExample }[] }
}
