import type OpenAI from 'openai'
import type { ModelProvider } from '../../../shared/domain/model-provider.ts'
import { isOpenAi } from './is-open-ai.ts'

export type OpenAiLikeProvider = Extract<ModelProvider, { kind: 'openai' | 'azure' }>

/** A client for one request: cheap, and the SDK takes `fetch` only here. It retries nothing and waits for nothing. */
export async function createOpenAiClient(
  provider: OpenAiLikeProvider,
  apiKey: string | null,
  fetch: NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch'],
): Promise<OpenAI> {
  // Loading it takes longer than starting Rungs.
  const { AzureOpenAI, OpenAI } = await import('openai')
  const common = {
    // The SDK insists on a key; without one the header is taken out again.
    apiKey: apiKey ?? 'none',
    maxRetries: 0,
    logLevel: 'off' as const,
    fetch,
    // Above every limit of our own, which is the one that counts.
    timeout: 3_600_000,
  }
  if (provider.kind === 'azure') {
    const { baseUrl, apiVersion } = provider
    return new AzureOpenAI({
      ...common,
      // Else the SDK takes its own environment variable, and refuses both.
      baseURL: `${baseUrl.replace(/\/+$/, '').replace(/\/openai$/, '')}/openai`,
      apiVersion,
      defaultHeaders: apiKey === null ? { 'api-key': null } : {},
    })
  }
  return new OpenAI({
    ...common,
    baseURL: provider.baseUrl,
    // The account's organisation and project, from the environment, are nobody else's business.
    ...(isOpenAi(provider.baseUrl) ? {} : { organization: null, project: null }),
    defaultHeaders: { ...(apiKey === null ? { Authorization: null } : {}), ...provider.headers },
  })
}
