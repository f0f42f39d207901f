import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { FileVault } from '../../ports/file-vault.ts'

const partialEnding = '.partial'

/** Files of a workspace folder: `files/ab/abcdef…` by hash and `derived/NAME`. */
export class FolderVault implements FileVault {
  readonly #folder: string

  constructor(workspaceFolder: string) {
    this.#folder = workspaceFolder
  }

  async put(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = this.#hashedPath(sha256)
    if ((await readIfThere(path)) === null) await writeWhole(path, bytes)
    return sha256
  }

  async get(sha256: string): Promise<Uint8Array | null> {
    return readIfThere(this.#hashedPath(sha256))
  }

  async putNamed(name: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(join(this.#folder, 'derived', name), bytes)
  }

  async getNamed(name: string): Promise<Uint8Array | null> {
    return readIfThere(join(this.#folder, 'derived', name))
  }

  /** Removes what processes that were killed had begun to write. Only for who holds the workspace's lock. */
  async removePartials(): Promise<void> {
    for (const name of ['files', 'derived']) {
      const folder = join(this.#folder, name)
      for (const file of await filesIn(folder))
        if (file.endsWith(partialEnding)) await rm(join(folder, file), { force: true })
    }
  }

  #hashedPath(sha256: string): string {
    return join(this.#folder, 'files', sha256.slice(0, 2), sha256)
  }
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder, { recursive: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Writes beside the target and renames, so that a killed process leaves no half file under the final name. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.${randomUUID()}${partialEnding}`
  try {
    await writeFile(partial, bytes)
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw isDiskFull(error) ? diskFull(error) : error
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

function diskFull(cause: unknown): AppError {
  return new AppError(
    'DISK_FULL',
    'The disk is full: this step was not stored, everything before it was. Free some space, then start it again (an import) or run `rungs resume` (a sweep).',
    {},
    { cause },
  )
}
