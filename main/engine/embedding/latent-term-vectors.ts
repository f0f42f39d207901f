import type { Random } from '../../../shared/domain/random.ts'
import { type DenseMatrix, gramMatrix, timesDense } from './dense-matrix.ts'
import { orthonormalColumns } from './orthonormal-columns.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import type { SparseRows } from './term-matrix.ts'

/** More texts than this do not make the vectors better; the fit takes a sample. */
const mostTexts = 20_000
/** Directions beyond those kept, so that the last kept ones are found well. */
const spareDirections = 10
const subspaceIterations = 2
/** Singular values below this share of the largest are rounding noise. */
const noiseShare = 1e-4
/** Term vectors are V·S^-0.25: latent directions count a little more evenly than in the plain projection V. */
const singularValuePower = -0.25

/**
 * Latent semantic analysis: term vectors V·S^-0.25 of the truncated singular value decomposition of the text-term
 * matrix A ≈ U·S·Vᵀ, by randomised subspace iteration.
 * @param weights A, shape [texts × terms].
 * @returns shape [terms × dimensions]; columns beyond the rank of A are zero.
 * @see Deerwester et al. 1990; Halko, Martinsson & Tropp 2011, algorithm 4.4.
 */
export function latentTermVectors(
  weights: SparseRows,
  { terms, dimensions, random }: { readonly terms: number; readonly dimensions: number; readonly random: Random },
): DenseMatrix {
  const texts = weights.rowStarts.length - 1
  const sample = sampleOf(texts, random)
  const width = Math.min(dimensions + spareDirections, sample.length, terms)
  const projection = new Float32Array(terms * dimensions)
  const result: DenseMatrix = { rows: terms, columns: dimensions, values: projection }
  if (width === 0) return result

  const start: DenseMatrix = { rows: terms, columns: width, values: new Float32Array(terms * width) }
  for (let at = 0; at < start.values.length; at++) start.values[at] = random() - 0.5
  let byText = orthonormalColumns(timesTerms(weights, sample, start))
  for (let iteration = 0; iteration < subspaceIterations; iteration++) {
    byText = orthonormalColumns(timesTerms(weights, sample, timesTexts(weights, sample, byText, terms)))
  }
  byText = orthonormalColumns(byText)
  const byTerm = timesTexts(weights, sample, byText, terms)

  const { eigenvalues, eigenvectors } = symmetricEigen(gramMatrix(byTerm))
  const kept = Math.min(dimensions, width)
  const factor = new Float64Array(width * dimensions)
  const largest = Math.sqrt(Math.max(0, eigenvalues[0]!))
  for (let column = 0; column < kept; column++) {
    const singularValue = Math.sqrt(Math.max(0, eigenvalues[column]!))
    if (singularValue <= largest * noiseShare) break
    const scale = singularValue ** (singularValuePower - 1)
    for (let k = 0; k < width; k++) factor[k * dimensions + column] = eigenvectors[k * width + column]! * scale
  }
  return timesDense(byTerm, factor, dimensions)
}

/** All texts, or a random choice without repetition, ascending. */
function sampleOf(texts: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: texts }, (_, text) => text)
  if (texts <= mostTexts) return order
  for (let chosen = 0; chosen < mostTexts; chosen++) {
    const other = chosen + Math.floor(random() * (texts - chosen))
    const swapped = order[chosen]!
    order[chosen] = order[other]!
    order[other] = swapped
  }
  return order.slice(0, mostTexts).sort()
}

/** A·M. Shape [sample × M.columns]. */
function timesTerms({ rowStarts, columns, values }: SparseRows, sample: Uint32Array, matrix: DenseMatrix): DenseMatrix {
  const width = matrix.columns
  const product = new Float32Array(sample.length * width)
  const sums = new Float64Array(width)
  for (const [row, text] of sample.entries()) {
    sums.fill(0)
    for (let entry = rowStarts[text]!; entry < rowStarts[text + 1]!; entry++) {
      const value = values[entry]!
      const source = columns[entry]! * width
      for (let j = 0; j < width; j++) sums[j]! += value * matrix.values[source + j]!
    }
    product.set(sums, row * width)
  }
  return { rows: sample.length, columns: width, values: product }
}

/** Aᵀ·M. Shape [terms × M.columns]. */
function timesTexts(
  { rowStarts, columns, values }: SparseRows,
  sample: Uint32Array,
  matrix: DenseMatrix,
  terms: number,
): DenseMatrix {
  const width = matrix.columns
  const product = new Float32Array(terms * width)
  for (const [row, text] of sample.entries()) {
    const source = row * width
    for (let entry = rowStarts[text]!; entry < rowStarts[text + 1]!; entry++) {
      const value = values[entry]!
      const target = columns[entry]! * width
      for (let j = 0; j < width; j++) product[target + j]! += value * matrix.values[source + j]!
    }
  }
  return { rows: terms, columns: width, values: product }
}
