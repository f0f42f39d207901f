import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { AppError } from '../../shared/domain/app-error.ts'

interface Save {
  readonly path: string
  readonly partialPath: string
  readonly file: FileHandle
}

/**
 * Files that the page writes piece by piece. A file gets its name when it is complete; until then one of the same name
 * stays as it was.
 */
export class FileSaves {
  readonly #saves = new Map<string, Save>()
  #lastId = 0

  /** @returns the id for the following calls. Throws AppError UNREADABLE_FILE. */
  async start(path: string): Promise<string> {
    const saveId = String(++this.#lastId)
    const partialPath = `${path}.${process.pid}-${saveId}.partial`
    const file = await open(partialPath, 'wx').catch((error: unknown) => {
      throw unwritable(path, error)
    })
    this.#saves.set(saveId, { path, partialPath, file })
    return saveId
  }

  /** Appends. Throws AppError DISK_FULL, UNREADABLE_FILE, or NOT_FOUND for a save that ended. */
  async write(saveId: string, content: string | Uint8Array): Promise<void> {
    const save = this.#require(saveId)
    await save.file.appendFile(content).catch(async (error: unknown) => {
      await this.abandon(saveId)
      throw unwritable(save.path, error)
    })
  }

  async finish(saveId: string): Promise<void> {
    const { path, partialPath, file } = this.#require(saveId)
    try {
      await file.sync()
      await file.close()
      await rename(partialPath, path)
      this.#saves.delete(saveId)
    } catch (error) {
      await this.abandon(saveId)
      throw unwritable(path, error)
    }
  }

  async abandon(saveId: string): Promise<void> {
    const save = this.#saves.get(saveId)
    if (!save) return
    this.#saves.delete(saveId)
    await save.file.close().catch(() => undefined)
    await rm(save.partialPath, { force: true })
  }

  /** Throws away what its page will not finish any more. */
  async abandonAll(): Promise<void> {
    for (const saveId of [...this.#saves.keys()]) await this.abandon(saveId)
  }

  #require(saveId: string): Save {
    const save = this.#saves.get(saveId)
    if (save) return save
    throw new AppError('NOT_FOUND', 'This file is not being saved any more. Nothing was written; save it again.')
  }
}

function unwritable(path: string, error: unknown): AppError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (reason === 'ENOSPC') {
    return new AppError(
      'DISK_FULL',
      `The disk is full: ${path} was not saved. Free some space and save it again.`,
      {},
      { cause: error },
    )
  }
  return new AppError(
    'UNREADABLE_FILE',
    `${path} could not be written (${reason}). Nothing was changed; save it to another folder.`,
    {},
    { cause: error },
  )
}
