import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join, resolve, sep } from 'node:path'
import { AppError } from '../../shared/domain/app-error.ts'
import { Refusal } from './refusal.ts'

/** As many as a folder may have that is imported from the command line. */
const maxFiles = 200_000

interface Upload {
  readonly folder: string
  /** The name of a dataset that is imported from several dropped entries is that of this folder. */
  readonly contentFolder: string
  bytes: number
  files: number
  gone: boolean
  readonly receiving: Set<Promise<unknown>>
}

/**
 * Dropped files on their way into an import: `uploads/<id>/<name>/…` in the workspace's folder. An upload is whole or
 * gone: when one file of it fails, all of it is removed.
 */
export class Uploads {
  readonly #folder: string
  readonly #maxBytes: number
  readonly #uploads = new Map<string, Upload>()

  constructor(workspaceFolder: string, maxBytes: number) {
    this.#folder = resolve(workspaceFolder, 'uploads')
    this.#maxBytes = maxBytes
  }

  async start(now: Date): Promise<string> {
    const uploadId = randomBytes(16).toString('hex')
    const folder = join(this.#folder, uploadId)
    const contentFolder = join(folder, `Upload ${now.toISOString().slice(0, 16).replace('T', ' ').replace(':', '-')}`)
    await mkdir(contentFolder, { recursive: true, mode: 0o700 })
    this.#uploads.set(uploadId, { folder, contentFolder, bytes: 0, files: 0, gone: false, receiving: new Set() })
    return uploadId
  }

  /**
   * Streams a request's body into a file.
   * @param names of the folders and the file, already made harmless.
   * @returns path of the dropped entry that the file belongs to.
   * Throws Refusal 404, 409 or 413, or AppError DISK_FULL; the upload is gone then.
   */
  async receive(uploadId: string, names: readonly string[], body: IncomingMessage): Promise<string> {
    const upload = this.#require(uploadId)
    const receiving = this.#write(upload, names, body)
    upload.receiving.add(receiving)
    try {
      await receiving
    } catch (error) {
      upload.receiving.delete(receiving)
      await this.discard(uploadId)
      throw error
    }
    upload.receiving.delete(receiving)
    return join(upload.contentFolder, names[0]!)
  }

  /**
   * Removes an upload once the files that are coming in have been stopped. One that is not there is no error.
   * @param neededPaths an upload that one of them is in stays.
   */
  async discard(uploadId: string, neededPaths: readonly string[] = []): Promise<void> {
    const upload = this.#uploads.get(uploadId)
    if (!upload || neededPaths.some((path) => this.#uploadIdOf(path) === uploadId)) return
    upload.gone = true
    this.#uploads.delete(uploadId)
    await Promise.allSettled(upload.receiving)
    await remove(upload.folder)
  }

  /** Removes the uploads that these paths are in; other paths are left alone. */
  async discardOf(paths: readonly string[]): Promise<void> {
    for (const uploadId of new Set(paths.map((path) => this.#uploadIdOf(path)))) {
      if (uploadId === null) continue
      await this.discard(uploadId)
      await remove(join(this.#folder, uploadId))
    }
  }

  /** Removes all uploads but those that these paths are in. */
  async discardAllBut(neededPaths: readonly string[]): Promise<void> {
    const needed = new Set(neededPaths.map((path) => this.#uploadIdOf(path)))
    const there = await readdir(this.#folder).catch(() => [])
    for (const uploadId of there) {
      if (needed.has(uploadId)) continue
      await this.discard(uploadId)
      await remove(join(this.#folder, uploadId))
    }
  }

  #uploadIdOf(path: string): string | null {
    if (!path.startsWith(this.#folder + sep)) return null
    const uploadId = path.slice(this.#folder.length + 1).split(sep)[0]!
    return /^[0-9a-f]{32}$/.test(uploadId) ? uploadId : null
  }

  #require(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId)
    if (!upload)
      throw new Refusal(404, 'This upload is not there any more. Nothing of it was kept; drop the files again.')
    return upload
  }

  async #write(upload: Upload, names: readonly string[], body: IncomingMessage): Promise<void> {
    this.#checkRoom(upload, Number(body.headers['content-length'] ?? 0))
    upload.files += 1
    if (upload.files > maxFiles) {
      throw new Refusal(
        413,
        `More than ${maxFiles} files were dropped. Nothing of them was kept; drop a smaller folder.`,
      )
    }
    const path = join(upload.contentFolder, ...names)
    try {
      await mkdir(join(upload.contentFolder, ...names.slice(0, -1)), { recursive: true, mode: 0o700 })
      await using file = await open(path, 'wx', 0o600)
      // Without destroyOnReturn the connection would be cut before the answer says why.
      for await (const chunk of body.iterator({ destroyOnReturn: false })) {
        const bytes = chunk as Buffer
        this.#checkRoom(upload, bytes.length)
        upload.bytes += bytes.length
        await file.writeFile(bytes)
      }
    } catch (error) {
      throw sentence(error, names.join('/'))
    }
  }

  #checkRoom(upload: Upload, bytes: number): void {
    if (upload.gone) throw new Refusal(410, 'The upload was stopped. Nothing of it was kept.')
    if (upload.bytes + bytes > this.#maxBytes) {
      throw new Refusal(
        413,
        `The dropped files are larger than ${gigabytes(this.#maxBytes)} together. Nothing of them was kept; import them with \`rungs import\` on the machine where Rungs runs.`,
      )
    }
  }
}

function sentence(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR') {
    return new Refusal(409, `Two of the dropped files have the same name here: ${path}. Nothing was kept; rename one.`)
  }
  if (code === 'ENAMETOOLONG') {
    return new Refusal(
      400,
      `The path ${path.slice(0, 60)}… is too long for this machine. Nothing was kept; shorten it.`,
    )
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'DISK_FULL',
      'There is no room left in the workspace for the dropped files. Nothing of them was kept; make room and drop them again.',
      {},
      { cause: error },
    )
  }
  return error
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

function gigabytes(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${bytes / 1024 ** 3} GB` : `${bytes} bytes`
}
