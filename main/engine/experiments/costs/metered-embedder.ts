import { createHash } from 'node:crypto'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { CostStage } from '../../../../shared/domain/ledger.ts'
import type { OpenAiEmbedding } from '../../../../shared/domain/recipe.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { noLimits } from '../../../ports/call-failure.ts'
import type { EmbeddedBatch, Embedder } from '../../../ports/embedder.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { RunPricing } from './run-pricing.ts'

const batchesAtOnce = 4

/**
 * The same ports with embedders that book every batch in the ledger of `run`, within its caps. Runs that share an index share
 * its vectors: the first of them pays.
 */
export function withMeteredEmbedder(
  run: RecipeRun,
  pricing: RunPricing,
  ports: ExperimentPorts,
  booking: Booking = { stage: 'embedding', jobId: run.jobId },
): ExperimentPorts {
  return {
    ...ports,
    openEmbedder: (settings) =>
      new MeteredEmbedder(ports.openEmbedder(settings), settings, run, pricing, booking, ports),
  }
}

/** What the batches are for, and which job pays. */
interface Booking {
  readonly stage: CostStage
  readonly jobId: JobId
}

class MeteredEmbedder implements Embedder {
  readonly key: string
  readonly #inner: Embedder
  readonly #settings: OpenAiEmbedding
  readonly #run: RecipeRun
  readonly #pricing: RunPricing
  readonly #booking: Booking
  readonly #ports: Pick<ExperimentPorts, 'paidCalls'>

  constructor(
    inner: Embedder,
    settings: OpenAiEmbedding,
    run: RecipeRun,
    pricing: RunPricing,
    booking: Booking,
    ports: Pick<ExperimentPorts, 'paidCalls'>,
  ) {
    this.key = inner.key
    this.#inner = inner
    this.#settings = settings
    this.#run = run
    this.#pricing = pricing
    this.#booking = booking
    this.#ports = ports
  }

  async embed(
    texts: readonly string[],
    onBatch: (batch: EmbeddedBatch) => void | Promise<void>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<void> {
    const { countTokens } = await import('../../chunking/count-tokens.ts')
    const size = this.#settings.batchInputs
    const starts = Array.from({ length: Math.ceil(texts.length / size) }, (_, index) => index * size)[Symbol.iterator]()
    const work = async () => {
      for (const first of starts) {
        await this.#embedBatch(texts.slice(first, first + size), first, countTokens, onBatch, signal)
      }
    }
    const done = await Promise.allSettled(Array.from({ length: batchesAtOnce }, work))
    for (const result of done) if (result.status === 'rejected') throw result.reason
  }

  async #embedBatch(
    texts: readonly string[],
    first: number,
    countTokens: (text: string) => number,
    onBatch: (batch: EmbeddedBatch) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { baseUrl, model, secretName } = this.#settings
    const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0)
    const part = createHash('sha256').update(JSON.stringify(texts)).digest('hex')
    await this.#ports.paidCalls.call(
      {
        use: { runId: this.#run.runId, stage: this.#booking.stage, queryId: '', repetition: 0, part },
        jobId: this.#booking.jobId,
        lane: `${new URL(baseUrl).host}:${secretName}`,
        model,
        modelKey: this.key,
        request: part,
        // The vectors themselves are in the embedding cache, which was asked before.
        useCache: false,
        worstCase: { inputTokens: Math.ceil(tokens * 1.33) + 64, cachedInputTokens: 0, outputTokens: 0 },
        price: this.#pricing.priceOfInput(model, baseUrl),
        caps: this.#pricing.caps,
        send: async (callSignal) => {
          let inputTokens: number | null = 0
          let latencyMs = 0
          await this.#inner.embed(
            texts,
            async (batch) => {
              await onBatch({ ...batch, first: first + batch.first })
              inputTokens =
                batch.promptTokens === null || inputTokens === null ? null : inputTokens + batch.promptTokens
              latencyMs += batch.latencyMs
            },
            callSignal,
          )
          const usage = inputTokens === null ? null : { inputTokens, cachedInputTokens: 0, outputTokens: 0 }
          return { usage, latencyMs, limits: noLimits }
        },
      },
      signal,
    )
  }
}
