import type { SecretState } from '../../shared/domain/secret.ts'

/** Keys of providers. A secret never enters the workspace, a log, an export or an error message. */
export interface Secrets {
  /** @returns null when no secret of that name is set. */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  /** @returns false when nothing of that name was kept. */
  remove(name: string): Promise<boolean>
  list(): Promise<SecretState[]>
  /** Where secrets are kept, in words, and what a user should know about it. */
  describe(): Promise<{ storage: string; warning: string | null }>
}
