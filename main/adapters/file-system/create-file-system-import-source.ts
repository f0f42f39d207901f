import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, relative, resolve, sep } from 'node:path'
import { openPromise } from 'yauzl'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { ImportListing, ImportSource, RefusedPath, SourceFile } from '../../ports/import-source.ts'
import { listZip, type ZipUsage } from '../zip/list-zip.ts'
import { zipOptions } from '../zip/zip-entries.ts'
import { defaultZipLimits, megabytes, type ZipLimits } from '../zip/zip-limits.ts'
import { fileSystemError } from './file-system-error.ts'
import { readSourceFile } from './read-source-file.ts'
import { walkFolder } from './walk-folder.ts'

export interface FileSystemImportOptions {
  readonly zipLimits?: Partial<ZipLimits>
  /** Larger files are refused: their text would not fit into one string. */
  readonly maxFileBytes?: number
}

interface Collected {
  readonly files: SourceFile[]
  readonly refused: RefusedPath[]
}

/**
 * Files, folders and zips of this machine. Folders are walked without following links; zips are listed within limits
 * and unpacked into memory file by file; hidden files are refused. The order is by path and the same on every machine.
 */
export function createFileSystemImportSource(options: FileSystemImportOptions = {}): ImportSource {
  const zipLimits = { ...defaultZipLimits, ...options.zipLimits }
  const maxFileBytes = options.maxFileBytes ?? zipLimits.maxFileBytes
  return {
    async list(paths) {
      const roots = [...new Set(paths.map((path) => resolve(path)))]
      const lister = new Lister(zipLimits, maxFileBytes)
      const only = roots.length === 1 ? roots[0]! : null
      const base = only === null ? commonFolder(roots) : null
      const taken = new Set<string>()
      for (const root of roots) {
        const name = base === null ? basename(root) : slashed(relative(base, root)) || basename(root)
        await lister.addRoot(root, only !== null, freeName(name, taken))
      }
      return lister.listing(only ?? (base === null || basename(base) === '' ? roots[0]! : base))
    },
  }
}

class Lister {
  readonly #collected: Collected = { files: [], refused: [] }
  readonly #usage: ZipUsage = { entries: 0, totalBytes: 0, nestedBytes: 0 }
  readonly #zipLimits: ZipLimits
  readonly #maxFileBytes: number

  constructor(zipLimits: ZipLimits, maxFileBytes: number) {
    this.#zipLimits = zipLimits
    this.#maxFileBytes = maxFileBytes
  }

  /** @param isOnly the only path given: what is in a folder or zip is then named without it. */
  async addRoot(root: string, isOnly: boolean, name: string): Promise<void> {
    const kind = await statRoot(root)
    if (!kind.isDirectory() && !kind.isFile())
      throw new AppError('INVALID_INPUT', `${root} is neither a file nor a folder. Nothing was imported.`)
    if (kind.isFile()) {
      await this.#addFile(root, name, kind.size, isOnly)
      return
    }
    const prefix = isOnly ? '' : `${name}/`
    const { files, refused } = await walkFolder(await realpath(root))
    for (const file of files) await this.#addFile(file.absolutePath, prefix + file.path, file.bytes, false)
    this.#collected.refused.push(...refused.map(({ path, reason }) => ({ path: prefix + path, reason })))
  }

  async #addFile(absolutePath: string, path: string, bytes: number, isOnly: boolean): Promise<void> {
    if (/\.zip$/i.test(absolutePath)) await this.#addZip(absolutePath, path, bytes, isOnly)
    else if (bytes > this.#maxFileBytes)
      this.#collected.refused.push({
        path,
        reason: `The file has ${megabytes(bytes)}; at most ${megabytes(this.#maxFileBytes)} per file are read.`,
      })
    else this.#collected.files.push({ path, bytes, read: () => readSourceFile(absolutePath) })
  }

  async #addZip(absolutePath: string, path: string, bytes: number, isOnly: boolean): Promise<void> {
    const place = { prefix: isOnly ? '' : `${path}/`, depth: 1, limits: this.#zipLimits, usage: this.#usage }
    try {
      const listing = await listZip(() => openPromise(absolutePath, { ...zipOptions }), place)
      // A zip among other files is a file of the import, too; the only one is the import itself.
      if (!isOnly) this.#collected.files.push({ path, bytes, read: () => readSourceFile(absolutePath) })
      this.#collected.files.push(...listing.files)
      this.#collected.refused.push(...listing.refused)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.#collected.refused.push({ path, reason: error.message })
    }
  }

  listing(namedAfter: string): ImportListing {
    const name = basename(namedAfter, extname(namedAfter)) || 'import'
    return { name, files: sorted(this.#collected.files), refused: sorted(this.#collected.refused) }
  }
}

async function statRoot(root: string) {
  try {
    return await stat(root)
  } catch (error) {
    throw fileSystemError(error, root)
  }
}

/** The folder that all paths are in; `null` when it is the root of a drive, whose name says nothing. */
function commonFolder(paths: readonly string[]): string | null {
  let folder = dirname(paths[0] ?? sep)
  while (!paths.every((path) => path.startsWith(folder + sep)) && folder !== dirname(folder)) folder = dirname(folder)
  return folder === dirname(folder) ? null : folder
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let copy = 2; taken.has(free); copy++) free = `${copy}-${name}`
  taken.add(free)
  return free
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}

/** By code units: collation differs between machines. */
function sorted<T extends { readonly path: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}
