import { type ContractRouterClient, oc } from '@orpc/contract'
import { z } from 'zod'
import { SecretName, SecretState } from '../../shared/domain/secret.ts'

/**
 * How the engine's process asks the main process, which alone can reach the system's keychain. Values pass through a
 * port between the two and nowhere else.
 */
export const secretsContract = {
  get: oc.input(z.object({ name: z.string() })).output(z.string().nullable()),
  set: oc.input(z.object({ name: SecretName, value: z.string().min(1) })).output(z.void()),
  remove: oc.input(z.object({ name: z.string() })).output(z.boolean()),
  list: oc.output(z.array(SecretState)),
  describe: oc.output(z.object({ storage: z.string(), warning: z.string().nullable() })),
}

export type SecretsClient = ContractRouterClient<typeof secretsContract>
