import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { Database } from '../../main/adapters/sqlite/database.ts'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import type { CorpusId, JobId } from '../../shared/domain/ids.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const at = '2026-01-01T00:00:00.000Z'
const job = { jobId: 'job1' as JobId, kind: 'import', title: 'An import', spec: {}, createdAt: at } as const

test('workspace database: what was stored is there when it is opened again', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  const store = openSqliteStore(path)
  store.jobs.add(job, [{ key: 'all', weight: 1 }])
  store.close()
  const again = openSqliteStore(path)
  expect(again.jobs.get(job.jobId)?.title).toBe('An import')
  expect(again.readOnly).toBe(false)
  again.close()
})

test('workspace database: opened read-only beside a writer, it sees what is stored and stores nothing', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  const writer = openSqliteStore(path)
  const reader = openSqliteStore(path, { readOnly: true })
  expect(reader.readOnly).toBe(true)
  expect(reader.jobs.list()).toEqual([])
  writer.jobs.add(job, [{ key: 'all', weight: 1 }])
  expect(reader.jobs.list()).toHaveLength(1)
  const locked = expect.objectContaining({
    code: 'WORKSPACE_LOCKED',
    message: expect.stringContaining('nothing was changed'),
  })
  expect(() => reader.datasets.createCorpus('c' as CorpusId, 'c', at)).toThrow(locked)
  expect(() => reader.transaction(() => reader.jobs.setResult(job.jobId, 1))).toThrow(locked)
  expect(writer.jobs.get(job.jobId)?.result).toBeNull()
  reader.close()
  writer.close()
})

test('workspace database: a read-only opening needs a file and an up-to-date format', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  expect(() => openSqliteStore(path, { readOnly: true })).toThrow()
  expect(existsSync(path)).toBe(false)
  new DatabaseSync(path).close()
  const old = () => openSqliteStore(path, { readOnly: true })
  expect(old).toThrow(expect.objectContaining({ code: 'WORKSPACE_UNREADABLE' }))
  expect(old).toThrow(/older format \(0, now \d+\)/)
})

test('workspace database: a newer format is left untouched', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  const newer = new DatabaseSync(path)
  newer.exec('PRAGMA user_version = 999')
  newer.close()
  for (const readOnly of [false, true]) {
    const open = () => openSqliteStore(path, { readOnly })
    expect(open).toThrow(expect.objectContaining({ code: 'WORKSPACE_UNREADABLE' }))
    expect(open).toThrow(/newer version of Rungs \(format 999/)
  }
})

test('workspace database: a file that is no database is refused in a sentence and not touched', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  writeFileSync(path, 'These are notes, and quite a few of them. '.repeat(100))
  for (const readOnly of [false, true]) {
    expect(() => openSqliteStore(path, { readOnly })).toThrow(
      expect.objectContaining({ code: 'WORKSPACE_UNREADABLE', message: expect.stringContaining('is not a database') }),
    )
  }
})

test('workspace database: bringing an old format up to date keeps a copy of it first', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  const first = 'CREATE TABLE notes (text TEXT) STRICT'
  const second = 'ALTER TABLE notes ADD COLUMN tag TEXT'
  const third = 'CREATE TABLE tags (tag TEXT) STRICT'
  const old = new Database(path, { migrations: [first] })
  old.run('INSERT INTO notes VALUES (?)', 'kept')
  // Not closed: the note is still in the write-ahead log alone.
  expect(existsSync(`${path}.v1.backup`)).toBe(false)

  const now = new Database(path, { migrations: [first, second, third] })
  expect(now.get('PRAGMA user_version')).toEqual({ user_version: 3 })
  expect(now.all('SELECT * FROM notes')).toEqual([{ text: 'kept', tag: null }])
  for (const version of [1, 2]) {
    const copy = new DatabaseSync(`${path}.v${version}.backup`, { readOnly: true })
    expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: version })
    expect(copy.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'kept' }])
    copy.close()
  }
  now.close()
  old.close()
})

test('workspace database: a step that fails leaves the format before it', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.db')
  const first = 'CREATE TABLE notes (text TEXT) STRICT'
  new Database(path, { migrations: [first] }).close()
  expect(
    () => new Database(path, { migrations: [first, 'CREATE TABLE half (a TEXT); CREATE TABLE notes (a TEXT)'] }),
  ).toThrow()
  const after = new Database(path, { migrations: [first] })
  expect(after.all("SELECT name FROM sqlite_master WHERE type = 'table'")).toEqual([{ name: 'notes' }])
  after.close()
})
