import { z } from 'zod'
import { ProviderId, ProviderLabel } from './kept-providers.ts'
import { TokenPrice } from './ledger.ts'
import { ModelProvider } from './model-provider.ts'

/** A provider that can be chosen, and whether it can be asked. Holds the name of a key, never the key. */
export const ProviderState = z.object({
  id: ProviderId,
  label: ProviderLabel,
  /** A sentence on what it needs. */
  hint: z.string(),
  provider: ModelProvider,
  /** `changed`: a preset with an address or key name of the user's. */
  origin: z.enum(['preset', 'changed', 'own']),
  /** `environment` wins over what is kept and cannot be changed here. */
  key: z.enum(['kept', 'environment', 'missing', 'notNeeded']),
  /** The address is a pattern until the user gives one. */
  needsAddress: z.boolean(),
})
export type ProviderState = z.infer<typeof ProviderState>

/** A model that a provider offers, with its price of the day. */
export const OfferedModel = z.object({
  model: z.string(),
  /** From which it answers no more; null when none is announced. */
  shutdownDate: z.string().nullable(),
  /** Null when it is not known, never 0 for that. */
  price: TokenPrice.nullable(),
})
export type OfferedModel = z.infer<typeof OfferedModel>
