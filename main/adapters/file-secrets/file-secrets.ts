import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'
import { SecretName, type SecretState } from '../../../shared/domain/secret.ts'
import type { Secrets } from '../../ports/secrets.ts'

const Kept = z.record(SecretName, z.string())

/** Secrets in a file that only its owner can read. */
export class FileSecrets implements Secrets {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async get(name: string): Promise<string | null> {
    return (await this.#read())[name] ?? null
  }

  async set(name: string, value: string): Promise<void> {
    await this.#write({ ...(await this.#read()), [SecretName.parse(name)]: value })
  }

  async remove(name: string): Promise<boolean> {
    const { [name]: removed, ...others } = await this.#read()
    if (removed === undefined) return false
    await this.#write(others)
    return true
  }

  async list(): Promise<SecretState[]> {
    return Object.keys(await this.#read())
      .sort()
      .map((name) => ({ name, source: 'kept' }))
  }

  async describe(): Promise<{ storage: string; warning: string | null }> {
    return {
      storage: this.#path,
      warning: 'Keys are kept unencrypted in a file that only you can read. The desktop app uses the system keychain.',
    }
  }

  async #read(): Promise<Record<string, string>> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw error
    }
    const parsed = Kept.safeParse(safeJson(text))
    if (parsed.success) return parsed.data
    throw new AppError(
      'WORKSPACE_UNREADABLE',
      `The file of keys ${this.#path} is damaged. Nothing was changed; move it away and enter the keys again.`,
    )
  }

  async #write(secrets: Record<string, string>): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    const partial = `${this.#path}.${process.pid}.partial`
    await writeFile(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    // A file that was there before keeps its mode through a rename only if the new one has it.
    await chmod(partial, 0o600)
    await rename(partial, this.#path)
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
