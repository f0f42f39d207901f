import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { arch, homedir, platform, release } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../package.json' with { type: 'json' }
import { AppError } from '../shared/domain/app-error.ts'
import { generalSuiteName } from '../shared/domain/general-suite.ts'
import { SweepSpec } from '../shared/domain/recipe.ts'
import { EnvironmentSecrets } from './adapters/environment-secrets/environment-secrets.ts'
import { FileSecrets } from './adapters/file-secrets/file-secrets.ts'
import { createFileSystemImportSource } from './adapters/file-system/create-file-system-import-source.ts'
import { bundledPriceBook } from './adapters/genai-prices/bundled-price-book.ts'
import { unpackGzip } from './adapters/gzip/unpack-gzip.ts'
import { LanceVectorStore } from './adapters/lancedb/lance-vector-store.ts'
import { createLanguageModels } from './adapters/language-models/create-language-models.ts'
import { createOpenReranker } from './adapters/language-models/create-open-reranker.ts'
import { discoverLocalServers } from './adapters/language-models/discover-local-servers.ts'
import { OpenAiEmbedder } from './adapters/openai/openai-embedder.ts'
import { createParquetReader } from './adapters/parquet/create-parquet-reader.ts'
import { parquetWriter } from './adapters/parquet/parquet-writer.ts'
import { createDocumentReaders } from './adapters/readers/create-document-readers.ts'
import { openSqliteStore } from './adapters/sqlite/open-sqlite-store.ts'
import { randomId } from './adapters/system/random-id.ts'
import { systemClock } from './adapters/system/system-clock.ts'
import { decodeText } from './adapters/text-encoding/decode-text.ts'
import { createTrainers } from './adapters/trainers/create-trainers.ts'
import { WorkerThreadCompute } from './adapters/worker-threads/worker-thread-compute.ts'
import { FolderVault } from './adapters/workspace-files/folder-vault.ts'
import { WorkspaceLock } from './adapters/workspace-files/workspace-lock.ts'
import { createXlsxReader } from './adapters/xlsx/create-xlsx-reader.ts'
import { createEngine, type Engine, type EnginePorts } from './engine/engine.ts'
import type { Log } from './ports/log.ts'
import type { Secrets } from './ports/secrets.ts'
import { sampleName, sampleSweep } from './sample/sample-sweep.ts'

const sampleFolder = fileURLToPath(new URL('./sample/dataset', import.meta.url))
const generalSuiteFolder = fileURLToPath(new URL('./sample/general-suite', import.meta.url))

export interface OpenWorkspaceOptions {
  /**
   * `write` makes the workspace when there is none; the others need one. `prefer-write` opens it read-only beside
   * another writer, or where it cannot be written.
   */
  readonly access: 'write' | 'write-existing' | 'prefer-write'
  readonly log: Log
  /** Where keys are kept; by default a file that only its owner can read. The environment goes before it. */
  readonly secrets?: Secrets
  /** Opens remote embedders; by default any OpenAI-compatible server's. The benchmark gives one that only waits. */
  readonly openEmbedder?: EnginePorts['openEmbedder']
}

/**
 * Opens the workspace in a folder with the adapters of this machine. Writing makes the folder when it is not there and
 * takes the workspace's lock until the engine is closed.
 * Throws AppError WORKSPACE_LOCKED, WORKSPACE_UNREADABLE or NOT_FOUND.
 */
export async function openWorkspace(folder: string, options: OpenWorkspaceOptions): Promise<Engine> {
  const { access, log } = options
  const databasePath = join(folder, 'workspace.db')
  if (access !== 'write' && !existsSync(databasePath)) {
    throw new AppError(
      'NOT_FOUND',
      `There is no workspace in ${folder} yet. Import a dataset (\`rungs import FOLDER\`) or load the sample (\`rungs sample\`).`,
      { folder },
    )
  }
  makeFolder(folder)
  refuseEmptiedDatabase(folder, databasePath)
  const lock = acquireLock(folder, access)
  try {
    const vault = new FolderVault(folder)
    if (lock) await vault.removePartials()
    const store = openSqliteStore(databasePath, { readOnly: lock === null })
    const kept = options.secrets ?? new FileSecrets(join(homedir(), '.rungs', 'secrets.json'))
    const secrets = new EnvironmentSecrets(kept, process.env)
    const engine = await createEngine({
      store,
      vectors: await LanceVectorStore.open(join(folder, 'vectors')),
      vault,
      compute: new WorkerThreadCompute(),
      clock: systemClock,
      newId: randomId,
      appVersion: packageJson.version,
      openEmbedder:
        options.openEmbedder ??
        ((settings) => new OpenAiEmbedder(settings, { secrets, clock: systemClock, loadTokenCounter })),
      languageModels: createLanguageModels({ secrets, clock: systemClock }),
      findLocalServers: () => discoverLocalServers(),
      openReranker: createOpenReranker({ secrets, clock: systemClock }),
      trainers: createTrainers({ secrets, clock: systemClock, localFolder: join(folder, 'fine-tunes') }),
      random: Math.random,
      source: createFileSystemImportSource(),
      reading: {
        readers: createDocumentReaders(),
        tables: { xlsx: createXlsxReader(), parquet: createParquetReader() },
        unpackGzip,
        decodeText,
      },
      log,
      secrets,
      priceBook: bundledPriceBook,
      tableWriter: parquetWriter,
      workspaceFolder: folder,
      machine: [`Node ${process.versions.node}`, `${platform()} ${release()} ${arch()}`],
      generalSuite: { paths: [generalSuiteFolder], name: generalSuiteName },
      sample: { paths: [sampleFolder], name: sampleName, sweep: SweepSpec.parse(sampleSweep) },
    })
    return {
      ...engine,
      close: async () => {
        await engine.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** The vocabulary takes about 100 MB: only who counts tokens loads it. */
async function loadTokenCounter(): Promise<(text: string) => number> {
  return (await import('./engine/chunking/count-tokens.ts')).countTokens
}

function acquireLock(folder: string, access: OpenWorkspaceOptions['access']): WorkspaceLock | null {
  try {
    return WorkspaceLock.acquire(folder, systemClock.now())
  } catch (error) {
    if (access !== 'prefer-write' || !(error instanceof AppError)) throw error
    // Who only looks needs no lock: beside another writer, or in a folder that cannot be written.
    return null
  }
}

/**
 * SQLite takes an empty file for a new database. Beside indexes it is one that was cut off, by a full disk or a copy that
 * did not end: a new one in its place would drop the indexes and hide the loss.
 */
function refuseEmptiedDatabase(folder: string, databasePath: string): void {
  const isEmptied = statSync(databasePath, { throwIfNoEntry: false })?.size === 0
  const vectors = join(folder, 'vectors')
  if (!isEmptied || !existsSync(vectors) || readdirSync(vectors).length === 0) return
  throw new AppError(
    'WORKSPACE_UNREADABLE',
    `${databasePath} is empty, though there are indexes beside it: the database was lost or its copy did not end. Nothing was changed; put the file back from a copy, or remove it and the folder ${vectors} to begin anew.`,
    { folder },
  )
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    throw new AppError(
      'WORKSPACE_UNREADABLE',
      `The folder ${folder} cannot be used as a workspace (${reason}). Nothing was changed; give another one with --workspace.`,
      { folder },
      { cause: error },
    )
  }
}
