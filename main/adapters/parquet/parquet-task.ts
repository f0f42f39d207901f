import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../../shared/domain/app-error.ts'
import { readParquetTable } from './read-parquet-table.ts'

// One file read in a thread of its own, so that a damaged one that keeps the library busy for ever can be given up.
readParquetTable(workerData as Uint8Array).then(
  (table) => parentPort?.postMessage({ table }),
  (error: unknown) =>
    parentPort?.postMessage({
      sentence: error instanceof AppError ? error.message : null,
      detail: error instanceof Error ? error.message : 'unknown error',
    }),
)
