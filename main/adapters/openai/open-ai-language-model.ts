import type { Clock } from '../../ports/clock.ts'
import type { BatchCalls, LanguageModel, ModelReply, ModelRequest } from '../../ports/language-model.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { endpointName } from '../provider-calls/endpoint-name.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import { kindOf } from '../provider-calls/explain-status.ts'
import { answerTimeoutMs, type ProviderCall } from '../provider-calls/provider-call.ts'
import { ProviderFailure } from '../provider-calls/provider-failure.ts'
import { readApiKey } from '../provider-calls/read-api-key.ts'
import { safeAddress, safeWords } from '../provider-calls/safe-words.ts'
import { sendOnce } from '../provider-calls/send-once.ts'
import type { ApiMemory, OpenAiApi } from './api-memory.ts'
import { chatBody, readChatReply } from './chat-completions.ts'
import { createOpenAiClient, type OpenAiLikeProvider } from './create-open-ai-client.ts'
import { OpenAiBatches } from './open-ai-batches.ts'
import { leastOutputTokens, readResponsesReply, responsesBody } from './responses.ts'

export interface OpenAiModelPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  /** Which servers have which API; one for all models. */
  readonly apiMemory: ApiMemory
  readonly timeoutMs?: number
}

/**
 * A model at OpenAI, at Azure, or at any server with chat completions or responses. With `api: 'auto'` a server that has
 * no such API is asked once more through the other one, and only that way from then on: an answer of 404 costs nothing.
 */
export class OpenAiLanguageModel implements LanguageModel {
  readonly key: string
  readonly lane: string
  readonly batches?: BatchCalls
  readonly #provider: OpenAiLikeProvider
  readonly #model: string
  readonly #ports: OpenAiModelPorts

  constructor(provider: OpenAiLikeProvider, model: string, ports: OpenAiModelPorts) {
    this.#provider = provider
    this.#model = model
    this.#ports = ports
    const endpoint = endpointName(provider.baseUrl, provider.kind === 'openai' ? provider.headers : {})
    const api = provider.kind === 'azure' ? `azure:${provider.apiVersion}` : `openai:${provider.api}`
    this.key = `${api}:${endpoint}:${model}`
    this.lane = `${endpointName(provider.baseUrl)}:${provider.secretName ?? ''}`
    if (provider.kind === 'openai') {
      const form = {
        apiFor: (request: ModelRequest) => this.#apisFor(request)[0],
        body: (api: OpenAiApi, request: ModelRequest) => this.#body(api, request),
      }
      const { secrets, clock, timeoutMs = answerTimeoutMs } = ports
      this.batches = new OpenAiBatches(provider, model, form, { secrets, clock, timeoutMs })
    }
  }

  async send(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    signal?.throwIfAborted()
    const { baseUrl, secretName } = this.#provider
    const { secrets, clock, timeoutMs = answerTimeoutMs, apiMemory } = this.#ports
    const apiKey = await readApiKey(secrets, { baseUrl, secretName, needed: true })
    const call: ProviderCall = { baseUrl, model: this.#model, secretName, apiKey, clock, timeoutMs }
    const [first, second] = this.#apisFor(request)
    try {
      return await this.#ask(first, call, request, signal)
    } catch (error) {
      if (second === undefined || !lacksApi(error)) throw error
      try {
        const reply = await this.#ask(second, call, request, signal)
        apiMemory.markMissing(baseUrl, first)
        return reply
      } catch (other) {
        // Neither is there: what the preferred one said is the better reason.
        if (lacksApi(other)) throw error
        apiMemory.markMissing(baseUrl, first)
        throw other
      }
    }
  }

  #apisFor({ seed, maxOutputTokens }: ModelRequest): [OpenAiApi, OpenAiApi?] {
    const provider = this.#provider
    if (provider.kind === 'azure') return ['chat']
    if (provider.api !== 'auto') return [provider.api]
    // The responses API cannot be told either of these.
    const needsChat = seed !== null || maxOutputTokens < leastOutputTokens
    return this.#ports.apiMemory.order(provider.baseUrl, needsChat)
  }

  async #ask(
    api: OpenAiApi,
    call: ProviderCall,
    request: ModelRequest,
    signal: AbortSignal | undefined,
  ): Promise<ModelReply> {
    const { json, limits, latencyMs } = await sendOnce(
      call,
      async (fetch) => {
        const client = await createOpenAiClient(this.#provider, call.apiKey, fetch)
        return api === 'chat'
          ? client.chat.completions.create(chatBody(this.#model, request, this.#outputLimit)).asResponse()
          : client.responses.create(responsesBody(this.#model, request)).asResponse()
      },
      signal,
    )
    const reply = api === 'chat' ? readChatReply(json) : readResponsesReply(json)
    if (reply === null) throw explainMalformed(call, 'something that is no answer of a language model')
    if ('failed' in reply) throw explainFailedResponse(call, reply.failed)
    return { ...reply, limits, latencyMs }
  }

  #body(api: OpenAiApi, request: ModelRequest) {
    return api === 'chat' ? chatBody(this.#model, request, this.#outputLimit) : responsesBody(this.#model, request)
  }

  get #outputLimit(): 'max_completion_tokens' | 'max_tokens' {
    const { kind, baseUrl } = this.#provider
    const isTheirs = /(^|\.)(openai\.com|openai\.azure\.com|services\.ai\.azure\.com)$/.test(new URL(baseUrl).hostname)
    return kind === 'azure' || isTheirs ? 'max_completion_tokens' : 'max_tokens'
  }
}

/** The address is not there, as against a model that is not. */
function lacksApi(error: unknown): boolean {
  if (!(error instanceof ProviderFailure) || (error.status !== 404 && error.status !== 405)) return false
  return error.code !== 'model_not_found' && !/model\b.*(not found|not exist)/i.test(error.words)
}

/** The answer to a request that was taken and then failed: part of it may be charged. */
function explainFailedResponse(call: ProviderCall, { code, message }: { code: string; message: string }) {
  const words = safeWords(message || code || 'no reason given', call.apiKey)
  const known = code === 'rate_limit_exceeded' ? 429 : code === 'server_error' ? 500 : 400
  return new ProviderFailure(`${safeAddress(call.baseUrl, call.apiKey)} failed while it answered (${words}).`, {
    kind: kindOf(known, [code], message),
    mayBeCharged: true,
    code,
    words,
  })
}
