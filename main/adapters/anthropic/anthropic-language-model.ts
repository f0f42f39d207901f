import type { z } from 'zod'
import type { AnthropicProvider } from '../../../shared/domain/model-provider.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LanguageModel, ModelReply, ModelRequest } from '../../ports/language-model.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { endpointName } from '../provider-calls/endpoint-name.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import { answerTimeoutMs, type ProviderCall } from '../provider-calls/provider-call.ts'
import { readApiKey } from '../provider-calls/read-api-key.ts'
import { sendOnce } from '../provider-calls/send-once.ts'
import { createAnthropicClient } from './create-anthropic-client.ts'
import { messagesBody, readMessagesReply } from './messages.ts'

interface AnthropicModelPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  readonly timeoutMs?: number
}

/** A model behind Anthropic's Messages API. The API has no seed: it is not sent. */
export class AnthropicLanguageModel implements LanguageModel {
  readonly key: string
  readonly lane: string
  readonly #provider: z.infer<typeof AnthropicProvider>
  readonly #model: string
  readonly #ports: AnthropicModelPorts

  constructor(provider: z.infer<typeof AnthropicProvider>, model: string, ports: AnthropicModelPorts) {
    this.#provider = provider
    this.#model = model
    this.#ports = ports
    const endpoint = endpointName(provider.baseUrl)
    this.key = `anthropic:messages:${endpoint}:${model}`
    this.lane = `${endpoint}:${provider.secretName ?? ''}`
  }

  async send(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    signal?.throwIfAborted()
    const { baseUrl, secretName } = this.#provider
    const { secrets, clock, timeoutMs = answerTimeoutMs } = this.#ports
    const apiKey = await readApiKey(secrets, { baseUrl, secretName, needed: true })
    const call: ProviderCall = { baseUrl, model: this.#model, secretName, apiKey, clock, timeoutMs }
    const { json, limits, latencyMs } = await sendOnce(
      call,
      async (fetch) => {
        const client = await createAnthropicClient(this.#provider, apiKey, fetch)
        return client.messages.create(await messagesBody(this.#model, request)).asResponse()
      },
      signal,
    )
    const reply = readMessagesReply(json)
    if (reply === null) throw explainMalformed(call, "something that is no answer of Anthropic's Messages API")
    return { ...reply, limits, latencyMs }
  }
}
