import { createRandom } from '../../../shared/domain/random.ts'
import { type BuiltinModel, type BuiltinVariant, builtinLayouts } from './builtin-model.ts'
import type { DenseMatrix } from './dense-matrix.ts'
import { latentTermVectors } from './latent-term-vectors.ts'
import { randomIndexVectors } from './random-index-vectors.ts'
import { termMatrix } from './term-matrix.ts'

/**
 * Fits the built-in embedder: latent semantic analysis beside random indexing, both on √tf·idf weights.
 * Works for any number of texts, also none; the same texts in the same order and the same seed give the same model.
 * Term vectors are kept in one byte per number, which takes a quarter of the memory.
 */
export function fitBuiltinEmbedder(
  texts: readonly string[],
  { variant, seed }: { readonly variant: BuiltinVariant; readonly seed: number },
): BuiltinModel {
  const { latentDimensions, indexDimensions } = builtinLayouts[variant]
  const random = createRandom(seed)
  const { terms, idf, weights } = termMatrix(texts)
  const index = randomIndexVectors(weights, { terms: terms.size, dimensions: indexDimensions, random })
  const latent = latentTermVectors(weights, { terms: terms.size, dimensions: latentDimensions, random })

  const dimensions = latentDimensions + indexDimensions
  const scales = new Float32Array(terms.size * 2)
  const vectors = new Int8Array(terms.size * dimensions)
  for (let term = 0; term < terms.size; term++) {
    const target = vectors.subarray(term * dimensions, (term + 1) * dimensions)
    scales[term * 2] = roundRow(latent, term, target.subarray(0, latentDimensions))
    scales[term * 2 + 1] = roundRow(index, term, target.subarray(latentDimensions))
  }
  return { variant, seed, dimensions, terms, idf, scales, vectors }
}

/** @returns the scale: the largest absolute value becomes 127. */
function roundRow({ columns, values }: DenseMatrix, row: number, target: Int8Array): number {
  const source = values.subarray(row * columns, (row + 1) * columns)
  let largest = 0
  for (const value of source) largest = Math.max(largest, Math.abs(value))
  if (largest === 0) return 0
  const scale = largest / 127
  for (let j = 0; j < columns; j++) target[j] = Math.round(source[j]! / scale)
  return scale
}
