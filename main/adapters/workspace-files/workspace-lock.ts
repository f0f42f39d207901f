import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'

/** A command that only looks holds the lock for a moment; another one started beside it waits this long for it. */
const shortWaitMs = 2000

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

  /** Throws AppError WORKSPACE_LOCKED that names process and host of the holder. */
  static acquire(workspaceFolder: string, now: Date): WorkspaceLock {
    const holderPath = join(workspaceFolder, 'workspace.lock.json')
    const database = new DatabaseSync(join(workspaceFolder, 'workspace.lock'), { timeout: shortWaitMs })
    try {
      database.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      database.close()
      const holder = readHolder(holderPath)
      const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process'
      throw new AppError(
        'WORKSPACE_LOCKED',
        `The workspace ${workspaceFolder} is being written by ${who}. Nothing was changed; wait for it to end or use another workspace.`,
        { workspaceFolder, ...holder },
        { cause: error },
      )
    }
    writeFileSync(holderPath, JSON.stringify({ pid: process.pid, host: hostname(), since: now.toISOString() }))
    return new WorkspaceLock(database, holderPath)
  }

  release(): void {
    rmSync(this.#holderPath, { force: true })
    this.#database.exec('ROLLBACK')
    this.#database.close()
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
