import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Reads a workspace's database from a copy, write-ahead log included, so that looking at what a dead process left behind
 * does not repair it.
 */
export function readDatabase<Result>(workspace: string, read: (database: DatabaseSync) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'rungs-state-'))
  try {
    for (const name of ['workspace.db', 'workspace.db-wal']) {
      if (existsSync(join(workspace, name))) copyFileSync(join(workspace, name), join(folder, name))
    }
    using database = new DatabaseSync(join(folder, 'workspace.db'))
    return read(database)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function countRows(database: DatabaseSync, table: string): number {
  return (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
}

/** SHA-256 (hex) of every text whose vector is stored. */
export function storedTextHashes(workspace: string): Set<string> {
  return readDatabase(workspace, (database) => {
    const rows = database.prepare('SELECT lower(hex(text_hash)) AS hash FROM embeddings').all() as { hash: string }[]
    return new Set(rows.map(({ hash }) => hash))
  })
}

/** Names of the index tables on disk. */
export function indexTableFolders(workspace: string): string[] {
  const folder = join(workspace, 'vectors')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.lance'))
    .map((name) => name.slice(0, -'.lance'.length))
}

/** Index tables on disk that the database does not point to: one that is being written, or was when its writer died. */
export function unfinishedTables(workspace: string): string[] {
  const tables = indexTableFolders(workspace)
  const finished = readDatabase(workspace, (database) => {
    const rows = database.prepare('SELECT table_name AS name FROM indexes').all() as { name: string }[]
    return new Set(rows.map(({ name }) => name))
  })
  return tables.filter((name) => !finished.has(name))
}

/** Files below a folder, whatever their format, in which a text stands. */
export function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
}
