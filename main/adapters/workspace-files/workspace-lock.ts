import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'

/** A command that only looks holds the lock for a moment; another one started beside it waits this long for it. */
const shortWaitMs = 2000

// SQLite's primary result codes: https://www.sqlite.org/rescode.html
const busy = 5
const notADatabase = 26

const Holder = z.object({ pid: z.int(), host: z.string(), since: z.string() })

/**
 * Keeps a second writer out of a workspace. The lock itself is SQLite's exclusive lock on `workspace.lock`: the
 * operating system frees it when the process ends, however it ends, so a killed process never leaves a stale one.
 * `workspace.lock.json` names the holder for the error sentence.
 */
export class WorkspaceLock {
  readonly #database: DatabaseSync
  readonly #holderPath: string

  private constructor(database: DatabaseSync, holderPath: string) {
    this.#database = database
    this.#holderPath = holderPath
  }

  /**
   * Throws AppError WORKSPACE_LOCKED that names process and host of the holder, or WORKSPACE_UNREADABLE when no lock can
   * be taken here: no permission to write, or something else in the place of the lock.
   */
  static acquire(workspaceFolder: string, now: Date): WorkspaceLock {
    const holderPath = join(workspaceFolder, 'workspace.lock.json')
    const lockPath = join(workspaceFolder, 'workspace.lock')
    const database = openLockFile(lockPath)
    try {
      database.exec('BEGIN EXCLUSIVE')
      writeHolder(holderPath, { pid: process.pid, host: hostname(), since: now.toISOString() })
    } catch (error) {
      database.close()
      if (!isBusy(error)) throw unusable(lockPath, error)
      const holder = readHolder(holderPath)
      const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process'
      throw new AppError(
        'WORKSPACE_LOCKED',
        `The workspace ${workspaceFolder} is being written by ${who}. Nothing was changed; wait for it to end or use another workspace.`,
        { workspaceFolder, ...holder },
        { cause: error },
      )
    }
    return new WorkspaceLock(database, holderPath)
  }

  release(): void {
    rmSync(this.#holderPath, { force: true })
    this.#database.exec('ROLLBACK')
    this.#database.close()
  }
}

function openLockFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: shortWaitMs })
  } catch (error) {
    throw unusable(path, error)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && ((error.errcode as number) & 0xff) === busy
}

function unusable(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const isDamaged = cause instanceof Error && 'errcode' in cause && ((cause.errcode as number) & 0xff) === notADatabase
  const remedy = isDamaged
    ? 'It holds nothing of yours: remove it and try again.'
    : 'Nothing was changed; make the folder writable or use another workspace.'
  return new AppError(
    'WORKSPACE_UNREADABLE',
    `The workspace cannot be locked for writing: ${path} cannot be used (${reason}). ${remedy}`,
    { path },
    { cause },
  )
}

/** On a full disk the name is left out: a lock is held all the same, and space can be freed. */
function writeHolder(path: string, holder: z.infer<typeof Holder>): void {
  try {
    writeFileSync(path, JSON.stringify(holder))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

function readHolder(path: string): z.infer<typeof Holder> | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // The holder may be writing it this moment; the lock counts, the name is a courtesy.
    return null
  }
}
