import type { CorpusDocument } from '../../../shared/domain/corpus.ts'
import type { GateTerms, Ladder } from '../../../shared/domain/gate.ts'
import type { PreflightReport } from '../../../shared/domain/preflight.ts'
import type { BuiltinEmbedding, Chunking, Rung } from '../../../shared/domain/recipe.ts'
import type { MetricEstimate } from '../../../shared/domain/run.ts'
import { countTokens } from '../../engine/chunking/count-tokens.ts'
import { packChunks } from '../../engine/chunking/pack-chunks.ts'
import type { BuiltinModel } from '../../engine/embedding/builtin-model.ts'
import { decodeBuiltinModel, encodeBuiltinModel } from '../../engine/embedding/builtin-model-codec.ts'
import { embedWithBuiltin } from '../../engine/embedding/embed-with-builtin.ts'
import { fitBuiltinEmbedder } from '../../engine/embedding/fit-builtin-embedder.ts'
import { createResampling, type Resampling } from '../../engine/statistics/create-resampling.ts'
import { createSignFlips, type SignFlips } from '../../engine/statistics/create-sign-flips.ts'
import { decideLadder as ladderOf } from '../../engine/statistics/decide-ladder.ts'
import { estimateColumns } from '../../engine/statistics/estimate-columns.ts'
import { estimateQuantiles as quantilesOf } from '../../engine/statistics/estimate-quantiles.ts'
import { pairedStatistics } from '../../engine/statistics/paired-statistics.ts'
import { quantilePairs } from '../../engine/statistics/quantile-pairs.ts'
import { runPreflight } from '../../engine/training/run-preflight.ts'
import type {
  FittedModel,
  GateCandidate,
  MeanColumn,
  NamedQuantile,
  PackedChunks,
  PreflightTask,
} from '../../ports/compute.ts'
import type { StoredPair } from '../../ports/run-store.ts'

// The tasks of a compute worker; each runs on one thread and keeps only what the next call is likely to need again.

let lastModel: { modelKey: string; model: BuiltinModel } | null = null
let lastResampling: { seed: number; resampling: Resampling } | null = null
let lastFlips: { seed: number; flips: SignFlips } | null = null

export function chunk(task: {
  documents: readonly Pick<CorpusDocument, 'text' | 'syntax'>[]
  chunking: Chunking
}): PackedChunks {
  return packChunks(task.documents, task.chunking)
}

export function fitEmbedder(task: { texts: readonly string[]; embedding: BuiltinEmbedding }): Uint8Array {
  return encodeBuiltinModel(fitBuiltinEmbedder(task.texts, task.embedding))
}

export function embed(task: { model: FittedModel; texts: readonly string[] }): {
  vectors: Float32Array
  dimensions: number
} {
  if (lastModel?.modelKey !== task.model.modelKey) {
    lastModel = { modelKey: task.model.modelKey, model: decodeBuiltinModel(task.model.bytes) }
  }
  const { model } = lastModel
  const vectors = new Float32Array(task.texts.length * model.dimensions)
  task.texts.forEach((text, index) => {
    vectors.set(embedWithBuiltin(model, text), index * model.dimensions)
  })
  return { vectors, dimensions: model.dimensions }
}

export function estimateMeans(task: { columns: readonly MeanColumn[]; seed: number }): MetricEstimate[] {
  return estimateColumns(task.columns, { resampling: resamplingOf(task.seed) })
}

export function estimateQuantiles(task: {
  values: Float64Array
  quantiles: readonly NamedQuantile[]
  seed: number
}): MetricEstimate[] {
  return quantilesOf(task.values, task.quantiles, { resampling: resamplingOf(task.seed) })
}

export function comparePairs(task: {
  baseline: Float64Array
  runs: readonly Float64Array[]
  seed: number
}): (StoredPair | null)[] {
  return pairedStatistics(task.baseline, task.runs, drawsOf(task.seed))
}

export function compareQuantiles(task: {
  baseline: Float64Array
  runs: readonly Float64Array[]
  quantile: number
  seed: number
}): (StoredPair | null)[] {
  const { baseline, runs, quantile, seed } = task
  // Draws of the baseline are others than those of the runs, and needed here alone.
  return quantilePairs(baseline, runs, quantile, [resamplingOf(seed), createResampling({ seed: seed + 1 })])
}

export function decideLadder(task: {
  metric: string
  candidates: ReadonlyMap<Rung, readonly GateCandidate[]>
  terms: GateTerms
  seed: number
}): Ladder {
  const { metric, candidates, terms, seed } = task
  return ladderOf(metric, candidates, terms, { ...drawsOf(seed), seed })
}

export function preflight(task: PreflightTask): PreflightReport {
  return runPreflight(task, countTokens)
}

function drawsOf(seed: number): { resampling: Resampling; flips: SignFlips } {
  if (lastFlips?.seed !== seed) lastFlips = { seed, flips: createSignFlips({ seed }) }
  return { resampling: resamplingOf(seed), flips: lastFlips.flips }
}

function resamplingOf(seed: number): Resampling {
  if (lastResampling?.seed !== seed) lastResampling = { seed, resampling: createResampling({ seed }) }
  return lastResampling.resampling
}
