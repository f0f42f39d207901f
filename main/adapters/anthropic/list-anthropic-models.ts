import { z } from 'zod'
import type { AnthropicProvider } from '../../../shared/domain/model-provider.ts'
import type { ListedModel } from '../../ports/language-model.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import type { ProviderCall } from '../provider-calls/provider-call.ts'
import { sendOnce } from '../provider-calls/send-once.ts'
import { createAnthropicClient } from './create-anthropic-client.ts'

const Models = z.object({
  data: z.array(z.object({ id: z.string().min(1), retires_at: z.string().nullish().catch(null) })),
})

/** More than there are: one page holds all. */
const pageSize = 1000

/** What Anthropic offers under a key; models that are retired are not among them. Throws CallFailure. */
export async function listAnthropicModels(
  provider: z.infer<typeof AnthropicProvider>,
  call: ProviderCall,
  signal?: AbortSignal,
): Promise<ListedModel[]> {
  const { json } = await sendOnce(
    call,
    async (fetch) => {
      const client = await createAnthropicClient(provider, call.apiKey, fetch)
      return client.models.list({ limit: pageSize }).asResponse()
    },
    signal,
  )
  const parsed = Models.safeParse(json)
  if (!parsed.success) throw explainMalformed(call, 'something that is no list of models')
  return parsed.data.data
    .map(({ id, retires_at }) => ({ model: id, shutdownDate: retires_at?.slice(0, 10) ?? null }))
    .sort((a, b) => (a.model < b.model ? -1 : 1))
}
