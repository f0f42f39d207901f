import { z } from 'zod'
import { ModelProvider } from './model-provider.ts'

/** The name under which a workspace keeps these settings. */
export const keptProvidersName = 'providers'

export const ProviderId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/)

/** Where a server is: no key, name or password may be in it, because addresses are shown. */
export const ServerAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://models.example.com/v1' })
  .max(500)
  .regex(
    /^https?:\/\/[^/?#@\\\s]+(?:\/[^?#\\\s]*)?$/i,
    'must hold no password, no ? and no #: keys are kept apart from addresses',
  )

export const ProviderLabel = z.string().trim().min(1).max(60)

/** A server that the user added, or a preset that the user changed: then it has the preset's id. */
export const KeptProvider = z.strictObject({ id: ProviderId, label: ProviderLabel, provider: ModelProvider })
export type KeptProvider = z.infer<typeof KeptProvider>

export const KeptProviders = z.array(KeptProvider).max(100)
export type KeptProviders = z.infer<typeof KeptProviders>
