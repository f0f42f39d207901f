import { z } from 'zod'
import { SecretName } from './secret.ts'

const BaseUrl = z.url({ protocol: /^https?$/ })

/** Sent with every request, such as a gateway asks for. Never a key: those are secrets. */
const Headers = z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(1000)).default({})

/** Any server with OpenAI's chat completions or responses. `secretName` null = a server without keys, such as a local one. */
export const OpenAiProvider = z.strictObject({
  kind: z.literal('openai'),
  baseUrl: BaseUrl.default('https://api.openai.com/v1'),
  secretName: SecretName.nullable().default('OPENAI_API_KEY'),
  /** `auto`: responses where the server has them, else chat completions. */
  api: z.enum(['auto', 'chat', 'responses']).default('auto'),
  headers: Headers,
})

/** Azure's deployments: the recipe's `model` is the name of the deployment. */
export const AzureProvider = z.strictObject({
  kind: z.literal('azure'),
  /** `https://NAME.openai.azure.com` */
  baseUrl: BaseUrl,
  secretName: SecretName.nullable().default('AZURE_OPENAI_API_KEY'),
  apiVersion: z.string().min(1).max(50).default('2024-10-21'),
})

export const AnthropicProvider = z.strictObject({
  kind: z.literal('anthropic'),
  baseUrl: BaseUrl.default('https://api.anthropic.com'),
  secretName: SecretName.nullable().default('ANTHROPIC_API_KEY'),
})

/** Where a model is asked. Holds the name of a key, never the key. */
export const ModelProvider = z.discriminatedUnion('kind', [OpenAiProvider, AzureProvider, AnthropicProvider])
export type ModelProvider = z.infer<typeof ModelProvider>

export const defaultProvider: ModelProvider = {
  kind: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  secretName: 'OPENAI_API_KEY',
  api: 'auto',
  headers: {},
}

/** The name that stands for the built-in reader: it picks sentences of the context, needs no key and costs nothing. */
export const extractiveModel = 'extractive'
