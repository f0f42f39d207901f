import type { CorpusDocument } from '../../shared/domain/corpus.ts'
import type { GateTerms, Ladder } from '../../shared/domain/gate.ts'
import type { RunId } from '../../shared/domain/ids.ts'
import type { PreflightReport, PreflightSettings } from '../../shared/domain/preflight.ts'
import type { BuiltinEmbedding, Chunking, Rung } from '../../shared/domain/recipe.ts'
import type { MetricEstimate } from '../../shared/domain/run.ts'
import type { StoredPair } from './run-store.ts'
import type { PlacedExample } from './training-store.ts'

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
  /**
   * Runs against a baseline under one measure, sharing their draws: null where they have no scored example in common.
   * @param runs shape [runs][examples], NaN where missing, in the baseline's order of examples.
   */
  comparePairs(baseline: Float64Array, runs: readonly Float64Array[], seed: number): Promise<(StoredPair | null)[]>
  /**
   * A quantile of runs' samples against the baseline's, resampled apart; null where one of the two has no value.
   * @param runs of any length each, NaN where missing. @param quantile fraction, exclusive 0–1.
   */
  compareQuantiles(
    baseline: Float64Array,
    runs: readonly Float64Array[],
    quantile: number,
    seed: number,
  ): Promise<(StoredPair | null)[]>
  /** The four rungs with the gates between them. @param seed of the draws and of the halves that runs are picked on. */
  decideLadder(
    metric: string,
    candidates: ReadonlyMap<Rung, readonly GateCandidate[]>,
    terms: GateTerms,
    seed: number,
  ): Promise<Ladder>
  /** Checks training rows; the same rows always give the same report. */
  preflight(task: PreflightTask): Promise<PreflightReport>
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

/** A finished run of a rung, with what a gate asks of it. */
export interface GateCandidate {
  readonly runId: RunId
  /** Higher = better, one per example in the split's order, NaN where missing; null where nothing is scored. */
  readonly scores: Float64Array | null
  /** All that a month costs at its volume, US dollars per 1,000 queries; null when not known. */
  readonly costPer1kUsd: number | null
  /** US dollars a month at the chosen volume, with the share of set-up; null when not known. */
  readonly monthlyUsd: number | null
  /** Milliseconds; null when not timed. */
  readonly latencyP95Ms: number | null
}

export interface PreflightTask {
  readonly examples: readonly PlacedExample[]
  /** Questions that must not be trained on, and where they stand. */
  readonly references: readonly { readonly text: string; readonly where: string }[]
  readonly settings: PreflightSettings
}
