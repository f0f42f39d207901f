import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { AppError } from '../shared/domain/app-error.ts'
import { EnvironmentSecrets } from './adapters/environment-secrets/environment-secrets.ts'
import { createFileSystemImportSource } from './adapters/file-system/create-file-system-import-source.ts'
import { LanceVectorStore } from './adapters/lancedb/lance-vector-store.ts'
import { OpenAiEmbedder } from './adapters/openai/openai-embedder.ts'
import { createDocumentReaders } from './adapters/readers/create-document-readers.ts'
import { openSqliteStore } from './adapters/sqlite/open-sqlite-store.ts'
import { randomId } from './adapters/system/random-id.ts'
import { systemClock } from './adapters/system/system-clock.ts'
import { decodeText } from './adapters/text-encoding/decode-text.ts'
import { WorkerThreadCompute } from './adapters/worker-threads/worker-thread-compute.ts'
import { FolderVault } from './adapters/workspace-files/folder-vault.ts'
import { WorkspaceLock } from './adapters/workspace-files/workspace-lock.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import type { Log } from './ports/log.ts'

export interface OpenWorkspaceOptions {
  /**
   * `write` makes the workspace when there is none; `prefer-write` needs one and opens it read-only beside another
   * writer.
   */
  readonly access: 'write' | 'prefer-write'
  readonly log: Log
}

/**
 * Opens the workspace in a folder with the adapters of this machine. Writing makes the folder when it is not there and
 * takes the workspace's lock until the engine is closed.
 * Throws AppError WORKSPACE_LOCKED, WORKSPACE_UNREADABLE or NOT_FOUND.
 */
export async function openWorkspace(folder: string, { access, log }: OpenWorkspaceOptions): Promise<Engine> {
  const databasePath = join(folder, 'workspace.db')
  if (access === 'prefer-write' && !existsSync(databasePath)) {
    throw new AppError(
      'NOT_FOUND',
      `There is no workspace in ${folder} yet. Import a dataset (\`rungs import FOLDER\`) or load the sample (\`rungs sample\`).`,
      { folder },
    )
  }
  makeFolder(folder)
  const lock = acquireLock(folder, access)
  try {
    const store = openSqliteStore(databasePath, { readOnly: lock === null })
    const secrets = new EnvironmentSecrets()
    const engine = await createEngine({
      store,
      vectors: await LanceVectorStore.open(join(folder, 'vectors')),
      vault: new FolderVault(folder),
      compute: new WorkerThreadCompute(),
      clock: systemClock,
      newId: randomId,
      appVersion: packageJson.version,
      openEmbedder: (settings) => new OpenAiEmbedder(settings, { secrets, clock: systemClock, loadTokenCounter }),
      source: createFileSystemImportSource(),
      reading: { readers: createDocumentReaders(), decodeText },
      log,
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
    if (access === 'prefer-write' && error instanceof AppError && error.code === 'WORKSPACE_LOCKED') return null
    throw error
  }
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
