import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WorkspaceLock } from '../../main/adapters/workspace-files/workspace-lock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const now = new Date('2026-01-01T00:00:00.000Z')

/** Another process that holds the lock of a folder until it is killed. */
async function otherHolder(folder: string): Promise<ChildProcess & AsyncDisposable> {
  const lockModule = new URL('../../main/adapters/workspace-files/workspace-lock.ts', import.meta.url)
  const script = `
    import { WorkspaceLock } from ${JSON.stringify(lockModule.href)}
    WorkspaceLock.acquire(${JSON.stringify(folder)}, new Date('${now.toISOString()}'))
    process.stdout.write('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const first = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  expect(String(first[0])).toBe('held')
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return Object.assign(child, { [Symbol.asyncDispose]: kill })
}

test('workspace lock: a second process is refused in a sentence that names the holder, until the holder is killed', async () => {
  using folder = temporaryFolder()
  await using holder = await otherHolder(folder.path)
  const acquire = () => WorkspaceLock.acquire(folder.path, now)
  expect(acquire).toThrow(
    expect.objectContaining({
      code: 'WORKSPACE_LOCKED',
      message: `The workspace ${folder.path} is being written by process ${holder.pid} on ${hostname()}, since ${now.toISOString()}. Nothing was changed; wait for it to end or use another workspace.`,
      details: expect.objectContaining({ workspaceFolder: folder.path, pid: holder.pid, host: hostname() }),
    }),
  )
  await holder[Symbol.asyncDispose]()
  acquire().release()
})

test('workspace lock: releasing it lets the next one in and leaves no name behind', () => {
  using folder = temporaryFolder()
  for (let round = 0; round < 3; round += 1) {
    const lock = WorkspaceLock.acquire(folder.path, now)
    expect(existsSync(join(folder.path, 'workspace.lock.json'))).toBe(true)
    lock.release()
    expect(existsSync(join(folder.path, 'workspace.lock.json'))).toBe(false)
  }
})

test('workspace lock: a lock file that is none is not taken for another writer', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'workspace.lock')
  writeFileSync(path, 'something else '.repeat(100))
  expect(() => WorkspaceLock.acquire(folder.path, now)).toThrow(
    expect.objectContaining({
      code: 'WORKSPACE_UNREADABLE',
      message: expect.stringMatching(/workspace\.lock cannot be used \(file is not a database\).*remove it/),
    }),
  )
  // A lock file that a full disk left empty is as good as new.
  writeFileSync(path, '')
  WorkspaceLock.acquire(folder.path, now).release()
})
