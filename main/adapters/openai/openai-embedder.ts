import PQueue from 'p-queue'
import type { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EmbeddedBatch, Embedder } from '../../ports/embedder.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { readApiKey } from '../provider-calls/read-api-key.ts'
import { explainFailure } from './explain-failure.ts'
import { isOpenAi } from './is-open-ai.ts'
import { planBatches } from './plan-batches.ts'
import { readVectors } from './read-vectors.ts'

const requestsAtOnce = 4

const defaultLimits: OpenAiEmbedderLimits = { maxRetries: 5, answerGraceMs: 10_000 }

interface OpenAiEmbedderLimits {
  readonly maxRetries: number
  /** Requests that are under way when the work is to stop may be paid for already: this long their answers are awaited. */
  readonly answerGraceMs: number
}

interface OpenAiEmbedderPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  /** Called with the first texts: a token counter can be large. */
  readonly loadTokenCounter: () => Promise<(text: string) => number>
}

/** Any server with an OpenAI-compatible `/embeddings` endpoint. Retries with backoff are the SDK's. */
export class OpenAiEmbedder implements Embedder {
  readonly key: string
  readonly #settings: OpenAiEmbedding
  readonly #ports: OpenAiEmbedderPorts
  readonly #limits: OpenAiEmbedderLimits
  /** Length of the vectors: as asked for, else as first answered. */
  #dimensions: number | undefined

  constructor(settings: OpenAiEmbedding, ports: OpenAiEmbedderPorts, limits: Partial<OpenAiEmbedderLimits> = {}) {
    this.#settings = settings
    this.#ports = ports
    this.#limits = { ...defaultLimits, ...limits }
    this.#dimensions = settings.dimensions
    this.key = openAiEmbedderKey(settings)
  }

  /** After a failure or an abort no further request is sent; those under way are still awaited and handed on. */
  async embed(
    texts: readonly string[],
    onBatch: (batch: EmbeddedBatch) => void | Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> {
    signal?.throwIfAborted()
    const apiKey = await this.#apiKey()
    const countTokens = await this.#ports.loadTokenCounter()
    const queue = new PQueue({ concurrency: requestsAtOnce })
    const failed = new AbortController()
    const stopping = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal
    const giveUp = new AbortController()
    let grace: ReturnType<typeof setTimeout> | undefined
    const onStop = () => {
      grace = setTimeout(() => giveUp.abort(), this.#limits.answerGraceMs)
    }
    stopping.addEventListener('abort', onStop)
    const batches = planBatches(texts, this.#settings.batchInputs, countTokens)
    for (const { first, count } of batches) {
      void queue.add(async () => {
        if (stopping.aborted) return
        try {
          await onBatch(await this.#request(apiKey, first, texts.slice(first, first + count), giveUp.signal))
        } catch (error) {
          failed.abort(error)
        }
      })
    }
    await queue.onIdle()
    stopping.removeEventListener('abort', onStop)
    clearTimeout(grace)
    signal?.throwIfAborted()
    failed.signal.throwIfAborted()
  }

  #apiKey(): Promise<string | null> {
    const { baseUrl, secretName } = this.#settings
    // The name always has a default, and a local server needs no key of that name.
    return readApiKey(this.#ports.secrets, { baseUrl, secretName, needed: isOpenAi(baseUrl) })
  }

  async #request(
    apiKey: string | null,
    first: number,
    input: readonly string[],
    signal: AbortSignal,
  ): Promise<EmbeddedBatch> {
    const { model, dimensions, baseUrl } = this.#settings
    const { clock } = this.#ports
    const { maxRetries } = this.#limits
    // Loading it takes a fifth of a second, which commands that embed nothing do not wait for.
    const { OpenAI } = await import('openai')
    let startMs = clock.monotonicMs()
    const client = new OpenAI({
      baseURL: baseUrl,
      // Local servers accept any key; the SDK insists on one.
      apiKey: apiKey ?? 'none',
      maxRetries,
      logLevel: 'off',
      fetch: (url, init) => {
        // The time of the request that was answered, without the waiting of retries before it.
        startMs = clock.monotonicMs()
        return fetch(url, init)
      },
    })
    let answer: unknown
    let latencyMs: number
    try {
      answer = await client.embeddings.create(
        {
          model,
          // Half of a surrogate pair cannot be sent as UTF-8.
          input: input.map((text) => text.toWellFormed()),
          encoding_format: 'float',
          ...(dimensions === undefined ? {} : { dimensions }),
        },
        { signal },
      )
      latencyMs = clock.monotonicMs() - startMs
    } catch (error) {
      throw await explainFailure(error, { ...this.#settings, apiKey, maxRetries })
    }
    const { vectors, promptTokens } = readVectors(answer, input.length, this.#dimensions, baseUrl)
    this.#dimensions ??= vectors[0]?.length
    return { first, vectors, latencyMs, promptTokens }
  }
}

/** Everything that decides the vectors, and nothing else: the batch size and the name of the secret do not. */
export function openAiEmbedderKey({ baseUrl, model, dimensions }: OpenAiEmbedding): string {
  return `openai:${baseUrl.replace(/\/+$/, '')}:${model}:${dimensions ?? 'own'}`
}
