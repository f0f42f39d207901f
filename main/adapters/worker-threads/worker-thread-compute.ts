import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type { CorpusDocument } from '../../../shared/domain/corpus.ts'
import type { GateTerms, Ladder } from '../../../shared/domain/gate.ts'
import type { PreflightReport } from '../../../shared/domain/preflight.ts'
import type { BuiltinEmbedding, Chunking, Rung } from '../../../shared/domain/recipe.ts'
import type { MetricEstimate } from '../../../shared/domain/run.ts'
import type {
  Compute,
  FittedModel,
  GateCandidate,
  MeanColumn,
  NamedQuantile,
  PackedChunks,
  PreflightTask,
} from '../../ports/compute.ts'
import type { StoredPair } from '../../ports/run-store.ts'

/** A worker holds a tokenizer and perhaps a model; more of them cost memory that searches need. */
const maxThreads = Math.min(4, Math.max(1, availableParallelism() - 1))

/** Beside this file: as source in the repository, bundled in the desktop app. */
const tasksUrl = new URL(import.meta.url.endsWith('.ts') ? './compute-tasks.ts' : './compute-tasks.js', import.meta.url)

/** Computes in a pool of worker threads. */
export class WorkerThreadCompute implements Compute {
  readonly #pool: Piscina
  readonly #shared = new WeakMap<Uint8Array, Uint8Array>()

  constructor() {
    this.#pool = new Piscina({
      filename: tasksUrl.href,
      minThreads: 0,
      maxThreads,
      idleTimeout: 10_000,
    })
  }

  chunk(documents: readonly Pick<CorpusDocument, 'text' | 'syntax'>[], chunking: Chunking): Promise<PackedChunks> {
    return this.#pool.run({ documents, chunking }, { name: 'chunk' })
  }

  fitEmbedder(texts: readonly string[], embedding: BuiltinEmbedding): Promise<Uint8Array> {
    return this.#pool.run({ texts, embedding }, { name: 'fitEmbedder' })
  }

  embed(model: FittedModel, texts: readonly string[]): Promise<{ vectors: Float32Array; dimensions: number }> {
    const bytes = this.#sharedBytes(model.bytes)
    return this.#pool.run({ model: { modelKey: model.modelKey, bytes }, texts }, { name: 'embed' })
  }

  estimateMeans(columns: readonly MeanColumn[], seed: number): Promise<MetricEstimate[]> {
    return this.#pool.run({ columns, seed }, { name: 'estimateMeans' })
  }

  estimateQuantiles(
    values: Float64Array,
    quantiles: readonly NamedQuantile[],
    seed: number,
  ): Promise<MetricEstimate[]> {
    return this.#pool.run({ values, quantiles, seed }, { name: 'estimateQuantiles' })
  }

  comparePairs(baseline: Float64Array, runs: readonly Float64Array[], seed: number): Promise<(StoredPair | null)[]> {
    return this.#pool.run({ baseline, runs, seed }, { name: 'comparePairs' })
  }

  compareQuantiles(
    baseline: Float64Array,
    runs: readonly Float64Array[],
    quantile: number,
    seed: number,
  ): Promise<(StoredPair | null)[]> {
    return this.#pool.run({ baseline, runs, quantile, seed }, { name: 'compareQuantiles' })
  }

  decideLadder(
    metric: string,
    candidates: ReadonlyMap<Rung, readonly GateCandidate[]>,
    terms: GateTerms,
    seed: number,
  ): Promise<Ladder> {
    return this.#pool.run({ metric, candidates, terms, seed }, { name: 'decideLadder' })
  }

  preflight(task: PreflightTask): Promise<PreflightReport> {
    return this.#pool.run(task, { name: 'preflight' })
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  /** A model has tens of megabytes: it goes into shared memory once instead of being copied with every call. */
  #sharedBytes(bytes: Uint8Array): Uint8Array {
    let shared = this.#shared.get(bytes)
    if (!shared) {
      shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
      shared.set(bytes)
      this.#shared.set(bytes, shared)
    }
    return shared
  }
}
