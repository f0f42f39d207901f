import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RawTable, TableReader } from '../../ports/table-reader.ts'

/** Reading takes about a second for 20 MB; what takes much longer is damaged in a way that never ends. */
const defaultGraceMs = 20_000
const msPerMegabyte = 1000

const maxHeapMegabytes = 2048

/** The task beside this file: its source in a checkout, its bundle in the packaged app. */
const sourceTask = new URL('./parquet-task.ts', import.meta.url)
const task = existsSync(sourceTask) ? sourceTask : new URL('./parquet-task.js', import.meta.url)

type Outcome = { table: RawTable } | { sentence: string | null; detail: string }

/**
 * Parquet: columns of plain values, lists, structures and maps. Dates and times become ISO 8601. Every file is read in a
 * thread of its own: one that is damaged in certain places keeps the library busy without end, or fills the memory.
 * @param graceMs a file that takes this long, and a second per megabyte, is refused.
 */
export function createParquetReader(graceMs = defaultGraceMs): TableReader {
  return {
    async read(bytes) {
      const magic = (at: number) => new TextDecoder('latin1').decode(bytes.subarray(at, at + 4))
      if (magic(0) === 'PARE' || magic(bytes.length - 4) === 'PARE')
        throw new AppError('UNREADABLE_FILE', 'The Parquet file is encrypted; save it without encryption to import it.')
      if (bytes.length < 12 || magic(0) !== 'PAR1' || magic(bytes.length - 4) !== 'PAR1')
        throw new AppError('UNREADABLE_FILE', 'The file is damaged or no Parquet file: its marks are missing.')
      const outcome = await readInThread(bytes, graceMs)
      if ('table' in outcome) return [outcome.table]
      throw new AppError('UNREADABLE_FILE', outcome.sentence ?? damaged(outcome.detail))
    },
  }
}

function readInThread(bytes: Uint8Array, graceMs: number): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const worker = new Worker(task, {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  })
  const giveUp = setTimeout(
    () => resolve({ sentence: null, detail: 'reading it does not come to an end' }),
    graceMs + (bytes.length / 1e6) * msPerMegabyte,
  )
  worker.once('message', resolve)
  worker.once('error', (error) => resolve({ sentence: null, detail: error.message }))
  worker.once('exit', () => resolve({ sentence: null, detail: 'reading it broke off' }))
  return promise.finally(() => {
    clearTimeout(giveUp)
    return worker.terminate()
  })
}

function damaged(detail: string): string {
  const first = detail.split('\n', 1)[0]!.slice(0, 200).replace(/\.$/, '')
  return `The Parquet file is damaged and cannot be read (${first}).`
}
