import type Anthropic from '@anthropic-ai/sdk'
import type { z } from 'zod'
import type { AnthropicProvider } from '../../../shared/domain/model-provider.ts'

/** A client for one request: cheap, and the SDK takes `fetch` only here. It retries nothing and waits for nothing. */
export async function createAnthropicClient(
  { baseUrl }: z.infer<typeof AnthropicProvider>,
  apiKey: string | null,
  fetch: NonNullable<ConstructorParameters<typeof Anthropic>[0]>['fetch'],
): Promise<Anthropic> {
  // Loading it takes longer than starting Rungs.
  const { Anthropic } = await import('@anthropic-ai/sdk')
  return new Anthropic({
    baseURL: baseUrl,
    // The SDK looks for other credentials unless it has a key; without one the header is taken out again.
    apiKey: apiKey ?? 'none',
    maxRetries: 0,
    logLevel: 'off',
    fetch,
    // Above every limit of our own, which is the one that counts. The SDK's would refuse long answers unasked.
    timeout: 3_600_000,
    defaultHeaders: apiKey === null ? { Authorization: null } : {},
  })
}
