import type { Secrets } from '../../ports/secrets.ts'

/** Secrets from environment variables of the same name. */
export class EnvironmentSecrets implements Secrets {
  async get(name: string): Promise<string | null> {
    const value = process.env[name]?.trim()
    return value ? value : null
  }
}
