import { z } from 'zod'
import type { ListedModel } from '../../ports/language-model.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import type { ProviderCall } from '../provider-calls/provider-call.ts'
import { sendOnce } from '../provider-calls/send-once.ts'
import { createOpenAiClient, type OpenAiLikeProvider } from './create-open-ai-client.ts'

const Model = z.object({
  id: z.string().min(1),
  shutdown_date: z.string().nullish().catch(null),
  /** Azure's: Unix seconds from which a model answers no more. */
  deprecation: z.object({ inference: z.number().nullish() }).nullish().catch(null),
})

/** Together answers with the bare list. */
const Models = z.union([z.object({ data: z.array(Model) }).transform(({ data }) => data), z.array(Model)])

/** What a server offers, by name. At Azure these are the models below its deployments, not the deployments. Throws CallFailure. */
export async function listOpenAiModels(
  provider: OpenAiLikeProvider,
  call: ProviderCall,
  signal?: AbortSignal,
): Promise<ListedModel[]> {
  const { json } = await sendOnce(
    call,
    async (fetch) => (await createOpenAiClient(provider, call.apiKey, fetch)).models.list().asResponse(),
    signal,
  )
  return readOpenAiModels(json) ?? throwMalformed(call)
}

/** @returns null when it is no list of models. */
export function readOpenAiModels(json: unknown): ListedModel[] | null {
  const parsed = Models.safeParse(json)
  if (!parsed.success) return null
  return parsed.data
    .map(({ id, shutdown_date, deprecation }) => ({ model: id, shutdownDate: dateOf(shutdown_date, deprecation) }))
    .sort((a, b) => (a.model < b.model ? -1 : 1))
}

function dateOf(date: string | null | undefined, deprecation: z.infer<typeof Model>['deprecation']) {
  if (date) return date.slice(0, 10)
  return deprecation?.inference ? new Date(deprecation.inference * 1000).toISOString().slice(0, 10) : null
}

function throwMalformed(call: ProviderCall): never {
  throw explainMalformed(call, 'something that is no list of models')
}
