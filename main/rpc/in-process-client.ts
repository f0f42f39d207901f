import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { contract } from '../../shared/contract/contract.ts'
import type { Engine } from '../engine/engine.ts'
import { createRouter } from './router.ts'

export type Client = ContractRouterClient<typeof contract>

/** Calls the engine in this process, through the same contract and validation as every other transport. */
export function createInProcessClient(engine: Engine): Client {
  return createRouterClient(createRouter(engine), {})
}
