import { accessSync, constants, copyFileSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { AppError } from '../../../shared/domain/app-error.ts'
import { migrations as workspaceMigrations } from './schema.ts'

type Row = Record<string, unknown>

// SQLite's primary result codes: https://www.sqlite.org/rescode.html
const readOnlyDatabase = 8
const corrupt = 11
const diskFull = 13
const notADatabase = 26

/** A thin skin over node:sqlite: prepared statements are kept, transactions nest, a full disk gets its own sentence. */
export class Database {
  readonly #path: string
  readonly #connection: DatabaseSync
  readonly #migrations: readonly string[]
  readonly #statements = new Map<string, StatementSync>()
  #depth = 0

  /**
   * @param path file, or `:memory:`. Read-only needs an existing file that is up to date.
   * @param options.migrations the steps from one format to the next, oldest first.
   * Throws AppError WORKSPACE_UNREADABLE when the file is no database or has a format that cannot be read.
   */
  constructor(path: string, options: { readOnly?: boolean; migrations?: readonly string[] } = {}) {
    const { readOnly = false, migrations = workspaceMigrations } = options
    this.#path = path
    this.#migrations = migrations
    this.#connection = new DatabaseSync(readOnly && isSealed(path) ? immutableUrl(path) : path, {
      readOnly,
      enableForeignKeyConstraints: true,
      timeout: 10_000,
    })
    try {
      if (readOnly) this.#requireVersion(migrations.length)
      else {
        this.#connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY')
        // Two short transactions for every paid call touch the same pages again and again: fewer, larger checkpoints (32 MB).
        this.#connection.exec('PRAGMA wal_autocheckpoint = 8000')
        this.#migrate(path)
      }
    } catch (error) {
      this.#connection.close()
      throw isDamage(error) ? unreadable(path, error) : error
    }
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#guard(() => this.#prepare(sql).run(...values))
  }

  get<T extends object = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#guard(() => this.#prepare(sql).get(...values)) as T | undefined
  }

  all<T extends object = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#guard(() => this.#prepare(sql).all(...values)) as T[]
  }

  iterate<T extends object = Row>(sql: string, ...values: SQLInputValue[]): Iterable<T> {
    return this.#prepare(sql).iterate(...values) as Iterable<T>
  }

  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return work()
    this.#guard(() => this.#connection.exec('BEGIN IMMEDIATE'))
    this.#depth += 1
    try {
      const result = work()
      this.#guard(() => this.#connection.exec('COMMIT'))
      return result
    } catch (error) {
      // A full disk can roll the transaction back by itself; a second ROLLBACK would hide the reason.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK')
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#connection.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #guard<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      if (isSqliteError(error, diskFull)) {
        throw new AppError(
          'DISK_FULL',
          'The disk is full: this step was not stored, everything before it was. Free some space and run `rungs resume`.',
          {},
          { cause: error },
        )
      }
      // Whatever asks to write: the connection is read-only only beside a process that writes.
      if (isSqliteError(error, readOnlyDatabase)) {
        throw new AppError(
          'WORKSPACE_LOCKED',
          'Another Rungs process writes this workspace, or it may not be written: nothing was changed. Close the other one and try again.',
          {},
          { cause: error },
        )
      }
      throw isDamage(error) ? unreadable(this.#path, error) : error
    }
  }

  #userVersion(): number {
    return this.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
  }

  #requireVersion(wanted: number): void {
    const found = this.#userVersion()
    if (found === wanted) return
    throw new AppError(
      'WORKSPACE_UNREADABLE',
      found > wanted
        ? `This workspace was written by a newer version of Rungs (format ${found}, this one reads ${wanted}). Nothing was changed; open it with the newer version.`
        : `This workspace has an older format (${found}, now ${wanted}). Run any writing command, such as \`rungs resume\`, to bring it up to date; a copy of the old database is kept.`,
    )
  }

  #migrate(path: string): void {
    const from = this.#userVersion()
    if (from > this.#migrations.length) this.#requireVersion(this.#migrations.length)
    for (let version = from; version < this.#migrations.length; version += 1) {
      if (version > 0) this.#keepCopy(path, version)
      this.transaction(() => {
        this.#connection.exec(this.#migrations[version]!)
        this.#connection.exec(`PRAGMA user_version = ${version + 1}`)
      })
    }
  }

  #keepCopy(path: string, version: number): void {
    const copy = `${path}.v${version}.backup`
    if (path === ':memory:' || existsSync(copy)) return
    // The copy must hold what is still in the write-ahead log.
    this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(path, copy)
  }
}

/**
 * Reading a database in WAL mode writes, too: SQLite makes files beside it. Where that is not allowed it can only be read
 * as one that nobody changes, which holds when there is no write-ahead log.
 */
function isSealed(path: string): boolean {
  if (path === ':memory:' || !existsSync(path) || existsSync(`${path}-wal`)) return false
  try {
    accessSync(path, constants.W_OK)
    accessSync(dirname(path), constants.W_OK)
    return false
  } catch {
    return true
  }
}

function immutableUrl(path: string): URL {
  const url = pathToFileURL(path)
  url.search = 'immutable=1'
  return url
}

function isDamage(error: unknown): boolean {
  return isSqliteError(error, notADatabase) || isSqliteError(error, corrupt)
}

function isSqliteError(error: unknown, errorCode: number): boolean {
  return error instanceof Error && 'errcode' in error && ((error.errcode as number) & 0xff) === errorCode
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError(
    'WORKSPACE_UNREADABLE',
    `${path} is damaged or is not a database. Nothing was changed; put a copy back in its place or use another workspace.`,
    { path },
    { cause },
  )
}
