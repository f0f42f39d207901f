import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSessions } from '../../../main/web/web-sessions.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rungs-sessions-'))
  path = join(folder, 'web-sessions.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (iso: string) => () => new Date(iso)

describe('web sessions', () => {
  it('a token is exchanged once', () => {
    const sessions = new WebSessions(path, at('2026-01-01T00:00:00Z'))
    const token = sessions.newToken()
    expect(sessions.exchange('wrong')).toBeNull()
    const session = sessions.exchange(token)
    expect(sessions.isValid(session ?? undefined)).toBe(true)
    expect(sessions.exchange(token)).toBeNull()
  })

  it('a new token kills the one before, and neither is a session', () => {
    const sessions = new WebSessions(path, at('2026-01-01T00:00:00Z'))
    const [first, second] = [sessions.newToken(), sessions.newToken()]
    expect(sessions.exchange(first)).toBeNull()
    expect(sessions.isValid(second)).toBe(false)
    expect(sessions.exchange('')).toBeNull()
    expect(sessions.exchange(second)).not.toBeNull()
  })

  it('a session outlives the process for 30 days, a token does not', () => {
    const before = new WebSessions(path, at('2026-01-01T00:00:00Z'))
    const session = before.exchange(before.newToken())!
    const unused = before.newToken()
    const after = new WebSessions(path, at('2026-01-30T23:59:00Z'))
    expect(after.isValid(session)).toBe(true)
    expect(after.exchange(unused)).toBeNull()
    expect(new WebSessions(path, at('2026-01-31T00:00:00Z')).isValid(session)).toBe(false)
  })

  it('the file holds nothing that lets anybody in, and is for its owner only', () => {
    const sessions = new WebSessions(path, at('2026-01-01T00:00:00Z'))
    const token = sessions.newToken()
    const session = sessions.exchange(token)!
    const text = readFileSync(path, 'utf8')
    expect(text).not.toContain(session)
    expect(text).not.toContain(token)
    const [stored] = JSON.parse(text) as [{ sha256: string }]
    expect(sessions.isValid(stored.sha256)).toBe(false)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('a damaged file lets nobody in and is written anew', () => {
    writeFileSync(path, '{"half":')
    const sessions = new WebSessions(path, at('2026-01-01T00:00:00Z'))
    const session = sessions.exchange(sessions.newToken())!
    expect(new WebSessions(path, at('2026-01-01T00:00:00Z')).isValid(session)).toBe(true)
  })
})
