import { SecretName, type SecretState } from '../../../shared/domain/secret.ts'
import type { Secrets } from '../../ports/secrets.ts'

/** Environment variables that are taken for keys: the ones that recipes name by default, and those of other providers. */
const looksLikeKey = /_(API_)?KEY$/

/** Secrets from environment variables before those that are kept. */
export class EnvironmentSecrets implements Secrets {
  readonly #kept: Secrets
  readonly #environment: NodeJS.ProcessEnv

  constructor(kept: Secrets, environment: NodeJS.ProcessEnv) {
    this.#kept = kept
    this.#environment = environment
  }

  async get(name: string): Promise<string | null> {
    return this.#fromEnvironment(name) ?? this.#kept.get(name)
  }

  set(name: string, value: string): Promise<void> {
    return this.#kept.set(name, value)
  }

  remove(name: string): Promise<boolean> {
    return this.#kept.remove(name)
  }

  async list(): Promise<SecretState[]> {
    const kept = (await this.#kept.list()).map(({ name }) => name)
    const set = Object.keys(this.#environment).filter(
      (name) => SecretName.safeParse(name).success && (looksLikeKey.test(name) || kept.includes(name)),
    )
    const fromEnvironment = new Set(set.filter((name) => this.#fromEnvironment(name) !== null))
    return [...new Set([...kept, ...fromEnvironment])]
      .sort()
      .map((name) => ({ name, source: fromEnvironment.has(name) ? 'environment' : 'kept' }))
  }

  describe(): Promise<{ storage: string; warning: string | null }> {
    return this.#kept.describe()
  }

  #fromEnvironment(name: string): string | null {
    return this.#environment[name]?.trim() || null
  }
}
