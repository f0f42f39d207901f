import { createHash } from 'node:crypto'
import type { FileVault } from '../../main/ports/file-vault.ts'

/** A vault that ends with the test. */
export class MemoryVault implements FileVault {
  readonly #hashed = new Map<string, Uint8Array>()
  readonly #named = new Map<string, Uint8Array>()

  async put(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.#hashed.set(sha256, bytes.slice())
    return sha256
  }

  async get(sha256: string): Promise<Uint8Array | null> {
    return this.#hashed.get(sha256)?.slice() ?? null
  }

  async putNamed(name: string, bytes: Uint8Array): Promise<void> {
    this.#named.set(name, bytes.slice())
  }

  async getNamed(name: string): Promise<Uint8Array | null> {
    return this.#named.get(name)?.slice() ?? null
  }
}
