import type { Store } from '../../ports/store.ts'
import { Database } from './database.ts'
import { SqliteAnswerStore } from './sqlite-answer-store.ts'
import { SqliteBatchStore } from './sqlite-batch-store.ts'
import { SqliteCallStore } from './sqlite-call-store.ts'
import { SqliteDatasetStore } from './sqlite-dataset-store.ts'
import { SqliteDecisionStore } from './sqlite-decision-store.ts'
import { SqliteEmbeddingCache } from './sqlite-embedding-cache.ts'
import { SqliteExampleStore } from './sqlite-example-store.ts'
import { SqliteFineTuneStore } from './sqlite-fine-tune-store.ts'
import { SqliteIndexStore } from './sqlite-index-store.ts'
import { SqliteJobStore } from './sqlite-job-store.ts'
import { SqliteMonitorStore } from './sqlite-monitor-store.ts'
import { SqliteRatingStore } from './sqlite-rating-store.ts'
import { SqliteRunStore } from './sqlite-run-store.ts'
import { SqliteSettingsStore } from './sqlite-settings-store.ts'
import { SqliteTrainingStore } from './sqlite-training-store.ts'

/**
 * Opens the workspace's database, brings its format up to date first (unless read-only), and gives the stores over it.
 * @param path file, or `:memory:` for a store that ends with the process.
 * Throws AppError WORKSPACE_UNREADABLE when the format is newer, or older and `readOnly`.
 */
export function openSqliteStore(path: string, options: { readOnly?: boolean } = {}): Store {
  const database = new Database(path, options)
  return {
    readOnly: options.readOnly ?? false,
    datasets: new SqliteDatasetStore(database),
    decisions: new SqliteDecisionStore(database),
    examples: new SqliteExampleStore(database),
    indexes: new SqliteIndexStore(database),
    embeddings: new SqliteEmbeddingCache(database),
    runs: new SqliteRunStore(database),
    jobs: new SqliteJobStore(database),
    answers: new SqliteAnswerStore(database),
    monitors: new SqliteMonitorStore(database),
    ratings: new SqliteRatingStore(database),
    calls: new SqliteCallStore(database),
    batches: new SqliteBatchStore(database),
    fineTunes: new SqliteFineTuneStore(database),
    settings: new SqliteSettingsStore(database),
    training: new SqliteTrainingStore(database),
    transaction: (work) => database.transaction(work),
    close: () => database.close(),
  }
}
