import type { Secrets } from '../../main/ports/secrets.ts'

/** Secrets that end with the test. */
export class MemorySecrets implements Secrets {
  readonly #values = new Map<string, string>()

  async get(name: string): Promise<string | null> {
    return this.#values.get(name) ?? null
  }

  async set(name: string, value: string): Promise<void> {
    this.#values.set(name, value)
  }

  async remove(name: string): Promise<boolean> {
    return this.#values.delete(name)
  }

  async list(): ReturnType<Secrets['list']> {
    return [...this.#values.keys()].sort().map((name) => ({ name, source: 'kept' }))
  }

  async describe(): ReturnType<Secrets['describe']> {
    return { storage: 'memory', warning: null }
  }
}
