import type { BuiltinEmbedding } from '../../../shared/domain/recipe.ts'

export type BuiltinVariant = BuiltinEmbedding['variant']

/** Lengths of the two parts of a vector and how much each counts; the squares of the shares add up to 1. */
export const builtinLayouts = {
  w384: { latentDimensions: 128, indexDimensions: 256, latentShare: 0.5, indexShare: Math.sqrt(0.75) },
  w512: { latentDimensions: 256, indexDimensions: 256, latentShare: 0.6, indexShare: 0.8 },
} as const satisfies Record<BuiltinVariant, object>

/** The built-in embedder, fitted on a set of texts. A term's vector is `scale · bytes`, part by part. */
export interface BuiltinModel {
  readonly variant: BuiltinVariant
  readonly seed: number
  /** Length of the vectors it gives. */
  readonly dimensions: number
  /** Row of each term. */
  readonly terms: ReadonlyMap<string, number>
  /** Inverse document frequency. Shape [terms]. */
  readonly idf: Float32Array
  /** Scale of the latent part and of the index part of each row. Shape [terms × 2]. */
  readonly scales: Float32Array
  /** Latent part, then index part, each divided by its scale and rounded. Shape [terms × dimensions], −127…127. */
  readonly vectors: Int8Array
}
