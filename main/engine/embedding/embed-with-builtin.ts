import { type BuiltinModel, builtinLayouts } from './builtin-model.ts'
import { termsOfText } from './terms-of-text.ts'

/**
 * The vector of a text: the √tf·idf-weighted sum of its terms' vectors, each of the two parts scaled to its share.
 * @returns shape [model.dimensions], unit length; all zero when the text has no term that the model knows.
 */
export function embedWithBuiltin(model: BuiltinModel, text: string): Float32Array {
  const { dimensions, terms, idf, scales, vectors } = model
  const { latentDimensions, latentShare, indexShare } = builtinLayouts[model.variant]
  const counts = new Map<number, number>()
  for (const term of termsOfText(text)) {
    const row = terms.get(term)
    if (row !== undefined) counts.set(row, (counts.get(row) ?? 0) + 1)
  }

  const sums = new Float64Array(dimensions)
  for (const [row, count] of counts) {
    const weight = Math.sqrt(count) * idf[row]!
    const latentScale = weight * scales[row * 2]!
    const indexScale = weight * scales[row * 2 + 1]!
    const source = row * dimensions
    for (let j = 0; j < latentDimensions; j++) sums[j]! += latentScale * vectors[source + j]!
    for (let j = latentDimensions; j < dimensions; j++) sums[j]! += indexScale * vectors[source + j]!
  }
  scaleToLength(sums.subarray(0, latentDimensions), latentShare)
  scaleToLength(sums.subarray(latentDimensions), indexShare)
  // One part alone can be zero, where the latent directions do not reach a term.
  scaleToLength(sums, 1)
  return Float32Array.from(sums)
}

function scaleToLength(vector: Float64Array, length: number): void {
  let squares = 0
  for (const value of vector) squares += value * value
  if (squares === 0) return
  const scale = length / Math.sqrt(squares)
  for (let j = 0; j < vector.length; j++) vector[j]! *= scale
}
