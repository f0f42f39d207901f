import type { AnswerStore } from './answer-store.ts'
import type { BatchStore } from './batch-store.ts'
import type { CallStore } from './call-store.ts'
import type { DatasetStore } from './dataset-store.ts'
import type { DecisionStore } from './decision-store.ts'
import type { EmbeddingCache } from './embedding-cache.ts'
import type { ExampleStore } from './example-store.ts'
import type { FineTuneStore } from './fine-tune-store.ts'
import type { IndexStore } from './index-store.ts'
import type { JobStore } from './job-store.ts'
import type { MonitorStore } from './monitor-store.ts'
import type { RatingStore } from './rating-store.ts'
import type { RunStore } from './run-store.ts'
import type { SettingsStore } from './settings-store.ts'
import type { TrainingStore } from './training-store.ts'

/** The workspace's database: metadata, journals, per-example results and caches. */
export interface Store {
  readonly datasets: DatasetStore
  readonly decisions: DecisionStore
  readonly examples: ExampleStore
  readonly indexes: IndexStore
  readonly embeddings: EmbeddingCache
  readonly runs: RunStore
  readonly jobs: JobStore
  readonly answers: AnswerStore
  readonly monitors: MonitorStore
  readonly ratings: RatingStore
  readonly calls: CallStore
  readonly batches: BatchStore
  readonly fineTunes: FineTuneStore
  readonly settings: SettingsStore
  readonly training: TrainingStore
  /** Opened beside a writer: nothing can be stored. */
  readonly readOnly: boolean
  /** Runs `work` in one transaction: all of it is kept, or nothing. Nested calls join the outer one. */
  transaction<Result>(work: () => Result): Result
  close(): void
}
