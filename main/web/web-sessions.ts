import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const validDays = 30
/** More browsers than this are no longer one person's. */
const maxSessions = 50

const StoredSessions = z.array(z.object({ sha256: z.string(), createdAt: z.iso.datetime() }))

/**
 * Who may use the web host: one-time tokens of printed addresses, and the sessions that they were exchanged for.
 * Sessions outlive the process, so that an open page finds its way back after a restart; the file holds hashes only,
 * from which no cookie can be made.
 */
export class WebSessions {
  readonly #path: string
  readonly #now: () => Date
  #tokenHash: Buffer | null = null
  #sessions: z.infer<typeof StoredSessions>

  constructor(path: string, now: () => Date) {
    this.#path = path
    this.#now = now
    this.#sessions = readSessions(path).filter(({ createdAt }) => this.#isFresh(createdAt))
  }

  /** A new one-time token; an older one that was not used is dead. */
  newToken(): string {
    const token = randomBytes(32).toString('base64url')
    this.#tokenHash = hash(token)
    return token
  }

  /** @returns the value of a session cookie, once; null for a wrong or used token. */
  exchange(token: string): string | null {
    // Hashes are equally long and tell nothing by the time that comparing them takes.
    if (this.#tokenHash === null || !timingSafeEqual(hash(token), this.#tokenHash)) return null
    this.#tokenHash = null
    const session = randomBytes(32).toString('base64url')
    const stored = { sha256: hash(session).toString('hex'), createdAt: this.#now().toISOString() }
    this.#sessions = [...this.#sessions, stored].slice(-maxSessions)
    this.#write()
    return session
  }

  isValid(session: string | undefined): boolean {
    if (!session) return false
    const sha256 = hash(session).toString('hex')
    return this.#sessions.some((stored) => stored.sha256 === sha256 && this.#isFresh(stored.createdAt))
  }

  #isFresh(createdAt: string): boolean {
    return this.#now().getTime() - Date.parse(createdAt) < validDays * 24 * 3600 * 1000
  }

  #write(): void {
    const partial = `${this.#path}.partial`
    rmSync(partial, { force: true })
    writeFileSync(partial, JSON.stringify(this.#sessions), { mode: 0o600, flag: 'wx' })
    renameSync(partial, this.#path)
  }
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function readSessions(path: string): z.infer<typeof StoredSessions> {
  try {
    return StoredSessions.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // No file yet, or a damaged one: everybody has to open a printed address again, nothing else is lost.
    return []
  }
}
