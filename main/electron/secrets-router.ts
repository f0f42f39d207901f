import { implement } from '@orpc/server'
import type { Secrets } from '../ports/secrets.ts'
import { toWireError } from '../rpc/to-wire-error.ts'
import { secretsContract } from './secrets-contract.ts'

/** The main process's side of `secretsContract`. */
export function createSecretsRouter(secrets: Secrets) {
  const base = implement(secretsContract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toWireError(error)
    }
  })
  return base.router({
    get: base.get.handler(({ input }) => secrets.get(input.name)),
    set: base.set.handler(({ input }) => secrets.set(input.name, input.value)),
    remove: base.remove.handler(({ input }) => secrets.remove(input.name)),
    list: base.list.handler(() => secrets.list()),
    describe: base.describe.handler(() => secrets.describe()),
  })
}
