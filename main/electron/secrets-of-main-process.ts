import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port'
import { AppError, type ErrorCode, errorTable } from '../../shared/domain/app-error.ts'
import type { SecretState } from '../../shared/domain/secret.ts'
import type { Secrets } from '../ports/secrets.ts'
import type { SecretsClient } from './secrets-contract.ts'

/** Secrets that the main process keeps, asked for over a port. Keeps none itself. */
export class SecretsOfMainProcess implements Secrets {
  readonly #client: SecretsClient

  constructor(port: SupportedMessagePort) {
    this.#client = createORPCClient(new RPCLink({ port }))
  }

  get(name: string): Promise<string | null> {
    return asAppError(this.#client.get({ name }))
  }

  set(name: string, value: string): Promise<void> {
    return asAppError(this.#client.set({ name, value }))
  }

  remove(name: string): Promise<boolean> {
    return asAppError(this.#client.remove({ name }))
  }

  list(): Promise<SecretState[]> {
    return asAppError(this.#client.list())
  }

  describe(): Promise<{ storage: string; warning: string | null }> {
    return asAppError(this.#client.describe())
  }
}

/** The sentence of the main process goes on to the page as it is. */
async function asAppError<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ORPCError && isErrorCode(error.code)) throw new AppError(error.code, error.message)
    throw error
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code)
}
