import OpenAI, { APIConnectionError, APIError } from 'openai'
import PQueue from 'p-queue'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EmbeddedBatch, Embedder } from '../../ports/embedder.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { planBatches } from './plan-batches.ts'

const requestsAtOnce = 4
const maxRetries = 5

interface OpenAiEmbedderPorts {
  readonly secrets: Secrets
  readonly clock: Clock
  readonly countTokens: (text: string) => number
}

/** Any server with an OpenAI-compatible `/embeddings` endpoint. Retries with backoff are the SDK's. */
export class OpenAiEmbedder implements Embedder {
  readonly key: string
  readonly #settings: OpenAiEmbedding
  readonly #ports: OpenAiEmbedderPorts

  constructor(settings: OpenAiEmbedding, ports: OpenAiEmbedderPorts) {
    this.#settings = settings
    this.#ports = ports
    this.key = openAiEmbedderKey(settings)
  }

  async embed(
    texts: readonly string[],
    onBatch: (batch: EmbeddedBatch) => void | Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> {
    const client = await this.#client()
    const queue = new PQueue({ concurrency: requestsAtOnce })
    const stop = new AbortController()
    const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
    const batches = planBatches(texts, this.#settings.batchInputs, this.#ports.countTokens)
    await Promise.all(
      batches.map(({ first, count }) =>
        queue.add(async () => {
          either.throwIfAborted()
          try {
            await onBatch(await this.#request(client, first, texts.slice(first, first + count), either))
          } catch (error) {
            // One refused request ends the rest: the others would be refused, and paid for, as well.
            stop.abort(error)
            throw error
          }
        }),
      ),
    )
  }

  async #client(): Promise<OpenAI> {
    const { baseUrl, secretName } = this.#settings
    const apiKey = await this.#ports.secrets.get(secretName)
    if (apiKey === null && isOpenAi(baseUrl)) {
      throw new AppError(
        'SECRET_MISSING',
        `No key for ${baseUrl}: set the environment variable ${secretName} and run the command again. Nothing was sent.`,
        { secretName },
      )
    }
    // Local servers accept any key; the SDK insists on one.
    return new OpenAI({ baseURL: baseUrl, apiKey: apiKey ?? 'none', maxRetries, logLevel: 'off' })
  }

  async #request(client: OpenAI, first: number, input: readonly string[], signal: AbortSignal): Promise<EmbeddedBatch> {
    const { model, dimensions, baseUrl } = this.#settings
    const startMs = this.#ports.clock.monotonicMs()
    try {
      const answer = await client.embeddings.create(
        { model, input: [...input], encoding_format: 'float', ...(dimensions === undefined ? {} : { dimensions }) },
        { signal },
      )
      const latencyMs = this.#ports.clock.monotonicMs() - startMs
      if (answer.data?.length !== input.length) {
        throw new AppError(
          'PROVIDER_REFUSED',
          `${baseUrl} answered ${answer.data?.length ?? 'no'} vectors for ${input.length} texts. Vectors that arrived before are kept; check that the server is an embeddings server.`,
        )
      }
      const vectors = new Array<Float32Array>(input.length)
      for (const { index, embedding } of answer.data) vectors[index] = Float32Array.from(embedding)
      return { first, vectors, latencyMs, promptTokens: answer.usage?.prompt_tokens ?? null }
    } catch (error) {
      throw explain(error, this.#settings)
    }
  }
}

/** Everything that decides the vectors, and nothing else: the batch size and the name of the secret do not. */
export function openAiEmbedderKey({ baseUrl, model, dimensions }: OpenAiEmbedding): string {
  return `openai:${baseUrl.replace(/\/+$/, '')}:${model}:${dimensions ?? 'own'}`
}

function isOpenAi(baseUrl: string): boolean {
  return new URL(baseUrl).hostname.endsWith('openai.com')
}

function explain(error: unknown, { baseUrl, model, secretName }: OpenAiEmbedding): unknown {
  const kept = 'Vectors that arrived before are kept.'
  if (error instanceof APIConnectionError) {
    return new AppError(
      'PROVIDER_UNAVAILABLE',
      `${baseUrl} does not answer. ${kept} Check the address and the server, then run \`rungs resume\`.`,
      { baseUrl },
      { cause: error },
    )
  }
  if (error instanceof APIError && error.status !== undefined) {
    const details = { baseUrl, model, status: error.status }
    if (error.status === 401 || error.status === 403) {
      return new AppError(
        'PROVIDER_REFUSED',
        `${baseUrl} refused the key in ${secretName} (status ${error.status}). ${kept} Set a valid key and run \`rungs resume\`.`,
        details,
      )
    }
    if (error.status === 429 || error.status >= 500) {
      return new AppError(
        'PROVIDER_UNAVAILABLE',
        `${baseUrl} still answers with status ${error.status} after ${maxRetries} retries. ${kept} Run \`rungs resume\` later.`,
        details,
      )
    }
    return new AppError(
      'PROVIDER_REFUSED',
      `${baseUrl} refused to embed with ${model}: ${safeWords(error)}. ${kept} Correct the recipe and start again.`,
      details,
    )
  }
  return error
}

/** The provider's words, without anything that looks like a key. */
function safeWords(error: APIError): string {
  return error.message.replace(/\b(sk|key|pk)-[\w*-]{4,}/gi, '[key]').slice(0, 300)
}
