import { oc } from '@orpc/contract'
import { z } from 'zod'
import { TokenUsage } from '../domain/answer.ts'
import { ProviderId, ProviderLabel, ServerAddress } from '../domain/kept-providers.ts'
import { ModelName } from '../domain/model-name.ts'
import { ModelProvider } from '../domain/model-provider.ts'
import { OfferedModel, ProviderState } from '../domain/provider-state.ts'
import { SecretName } from '../domain/secret.ts'

const Address = { baseUrl: ServerAddress, secretName: SecretName.nullable() }

/** Providers of language models: which can be chosen, what they offer, whether they answer. No key is in any answer. */
export const modelsContract = {
  /** The presets in their order, then the servers that the user added. */
  providers: oc.output(z.array(ProviderState)),
  /** Adds a server with OpenAI's API. CONFLICT when the name is taken. */
  addProvider: oc.input(z.strictObject({ label: ProviderLabel, ...Address })).output(ProviderState),
  changeProvider: oc.input(z.strictObject({ id: ProviderId, ...Address })).output(ProviderState),
  /** Removes a server that the user added; a changed preset gets its usual address back. */
  removeProvider: oc.input(z.strictObject({ id: ProviderId })).output(z.object({ removed: z.boolean() })),
  /** What a provider offers under its key, by name. Costs nothing. */
  list: oc.input(ModelProvider).output(z.array(OfferedModel)),
  /**
   * Asks one short question. It may cost a fraction of a cent, is refused when the month's cap is reached, and is not
   * booked: it belongs to no run.
   */
  test: oc.input(z.strictObject({ provider: ModelProvider, model: ModelName })).output(
    z.object({
      text: z.string(),
      finishReason: z.enum(['stop', 'length', 'refusal', 'other']),
      servedModel: z.string().nullable(),
      latencyMs: z.number().nonnegative(),
      usage: TokenUsage.nullable(),
      /** Null when the price or the usage is not known. */
      costUsd: z.number().nonnegative().nullable(),
    }),
  ),
  /** Servers that answer on this machine at the usual ports. Nothing leaves the machine. */
  localServers: oc.output(z.array(z.object({ id: ProviderId, label: z.string(), models: z.array(z.string()) }))),
}
