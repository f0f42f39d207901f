import { createLanguageModels } from '../../main/adapters/language-models/create-language-models.ts'
import { createOpenReranker } from '../../main/adapters/language-models/create-open-reranker.ts'
import { MemoryVectorStore } from '../../main/adapters/memory-vectors/memory-vector-store.ts'
import { parquetWriter } from '../../main/adapters/parquet/parquet-writer.ts'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { createTrainers } from '../../main/adapters/trainers/create-trainers.ts'
import { createEngine, type Engine, type EnginePorts } from '../../main/engine/engine.ts'
import { AppError } from '../../shared/domain/app-error.ts'
import { FakeEmbedder } from './fake-embedder.ts'
import { fileReading } from './file-reading.ts'
import { inlineCompute } from './inline-compute.ts'
import { ManualClock } from './manual-clock.ts'
import { MemorySecrets } from './memory-secrets.ts'
import { MemoryVault } from './memory-vault.ts'
import { type FileContents, listingOf } from './parse-files.ts'
import { sequentialIds } from './sequential-ids.ts'

export interface MemoryEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly ports: EnginePorts
  /** Stands behind every recipe with a remote embedding. */
  readonly embedder: FakeEmbedder
  readonly clock: ManualClock
}

/**
 * The real engine with everything in memory and nothing on the network.
 * @param folders what can be imported: contents by path, by the path that an import names.
 * @param database a file, for what must outlive the process.
 */
export async function openMemoryEngine(
  folders: Readonly<Record<string, FileContents>> = {},
  database = ':memory:',
): Promise<MemoryEngine> {
  const embedder = new FakeEmbedder()
  const clock = new ManualClock()
  const secrets = new MemorySecrets()
  const ports: EnginePorts = {
    store: openSqliteStore(database),
    vectors: new MemoryVectorStore(),
    vault: new MemoryVault(),
    compute: inlineCompute,
    clock,
    newId: sequentialIds(),
    appVersion: '0.0.0-test',
    openEmbedder: () => embedder,
    languageModels: createLanguageModels({ secrets, clock: systemClock }),
    findLocalServers: async () => [],
    tableWriter: parquetWriter,
    openReranker: createOpenReranker({ secrets, clock: systemClock }),
    trainers: createTrainers({ secrets, clock: systemClock, localFolder: '/memory/fine-tunes' }),
    random: () => 0.5,
    source: {
      list: async ([path]) => {
        const contents = folders[path!]
        if (!contents) throw new AppError('NOT_FOUND', `There is nothing at ${path}.`, { path })
        return listingOf(contents, path)
      },
    },
    reading: fileReading,
    secrets,
    priceBook: { source: 'test', date: '2026-01-01', list: () => [], find: () => null },
    workspaceFolder: '/memory',
    machine: [],
    generalSuite: { paths: ['general-suite'], name: 'General suite' },
    sample: { paths: [], name: 'sample', sweep: { base: {}, grid: {} } },
    log: { info: () => {}, warn: () => {} },
  }
  const engine = await createEngine(ports)
  return { engine, ports, embedder, clock, [Symbol.asyncDispose]: () => engine.close() }
}
