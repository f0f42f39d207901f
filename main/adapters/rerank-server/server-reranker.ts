import type { ServerRerank } from '../../../shared/domain/rerank.ts'
import { noLimits } from '../../ports/call-failure.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Reranker, RerankReply } from '../../ports/reranker.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { endpointName } from '../provider-calls/endpoint-name.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import { answerTimeoutMs, type ProviderCall } from '../provider-calls/provider-call.ts'
import { readApiKey } from '../provider-calls/read-api-key.ts'
import { sendOnce } from '../provider-calls/send-once.ts'
import { readScores } from './read-scores.ts'
import { rerankRequest } from './rerank-request.ts'

interface ServerRerankerPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  readonly timeoutMs?: number
}

/** A reranker behind HTTP, in one of the three dialects that servers speak. */
export class ServerReranker implements Reranker {
  readonly key: string
  readonly lane: string
  readonly #settings: ServerRerank
  readonly #ports: ServerRerankerPorts

  constructor(settings: ServerRerank, ports: ServerRerankerPorts) {
    this.#settings = settings
    this.#ports = ports
    const { baseUrl, dialect, model, secretName } = settings
    const endpoint = endpointName(baseUrl)
    this.key = `rerank:${dialect}:${endpoint}:${model}`
    this.lane = `${endpoint}:${secretName ?? ''}`
  }

  async rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<RerankReply> {
    signal?.throwIfAborted()
    if (texts.length === 0) return { scores: [], inputTokens: null, latencyMs: 0, limits: noLimits }
    const { baseUrl, model, secretName } = this.#settings
    const { secrets, clock, timeoutMs = answerTimeoutMs } = this.#ports
    const apiKey = await readApiKey(secrets, { baseUrl, secretName, needed: true })
    const call: ProviderCall = { baseUrl, model, secretName, apiKey, clock, timeoutMs }
    const { url, body } = rerankRequest(this.#settings, query, texts)
    const { json, limits, latencyMs } = await sendOnce(
      call,
      (fetch) =>
        fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
          },
          body: JSON.stringify(body),
        }),
      signal,
    )
    const read = readScores(json, texts.length)
    if ('problem' in read) throw explainMalformed(call, read.problem)
    return { ...read, limits, latencyMs }
  }
}
