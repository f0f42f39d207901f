import type { CorpusDocument } from '../../shared/domain/corpus.ts'
import type { BuiltinEmbedding, Chunking } from '../../shared/domain/recipe.ts'
import type { MetricEstimate } from '../../shared/domain/run.ts'

/** Chunks of several documents, packed. `counts[i]` chunks belong to document i; the other arrays hold Σ counts values. */
export interface PackedChunks {
  readonly counts: Int32Array
  readonly start: Int32Array
  readonly end: Int32Array
  readonly tokens: Int32Array
}

/** A fitted built-in embedder: its bytes, and a key under which a worker may keep it decoded. */
export interface FittedModel {
  readonly modelKey: string
  readonly bytes: Uint8Array
}

/** CPU-heavy work, done off the calling thread. */
export interface Compute {
  chunk(documents: readonly Pick<CorpusDocument, 'text' | 'syntax'>[], chunking: Chunking): Promise<PackedChunks>
  fitEmbedder(texts: readonly string[], embedding: BuiltinEmbedding): Promise<Uint8Array>
  /** Vectors one after another, shape [texts × dimensions]; a text without known terms gives a zero vector. */
  embed(model: FittedModel, texts: readonly string[]): Promise<{ vectors: Float32Array; dimensions: number }>
  /**
   * Means with their intervals: BCa bootstrap for means, Wilson for proportions.
   * @param columns values of one measure each, NaN where missing; columns may differ in length.
   */
  estimateMeans(columns: readonly MeanColumn[], seed: number): Promise<MetricEstimate[]>
  /** Type-7 quantiles with percentile bootstrap intervals. */
  estimateQuantiles(values: Float64Array, quantiles: readonly NamedQuantile[], seed: number): Promise<MetricEstimate[]>
  close(): Promise<void>
}

export interface MeanColumn {
  readonly metric: string
  readonly kind: 'mean' | 'proportion'
  readonly values: Float64Array
}

export interface NamedQuantile {
  readonly metric: string
  /** Fraction, exclusive 0–1. */
  readonly quantile: number
}
