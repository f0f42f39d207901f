import type { Random } from '../../../shared/domain/random.ts'
import type { DenseMatrix } from './dense-matrix.ts'
import type { SparseRows } from './term-matrix.ts'

const marksPerText = 8
/** Term vectors are divided by the square root of their length: frequent terms would else drown the rest. */
const lengthPower = -0.5

/**
 * Random indexing: every text gets a random vector of 8 entries ±1, and a term's vector is the weighted sum of those
 * of its texts, times length^-0.5.
 * @param weights shape [texts × terms].
 * @returns shape [terms × dimensions].
 * @see Kanerva, Kristofersson & Holst 2000, Random indexing of text samples for latent semantic analysis.
 */
export function randomIndexVectors(
  weights: SparseRows,
  { terms, dimensions, random }: { readonly terms: number; readonly dimensions: number; readonly random: Random },
): DenseMatrix {
  const { rowStarts, columns, values } = weights
  const vectors = new Float32Array(terms * dimensions)
  const positions = new Uint16Array(marksPerText)
  const signs = new Int8Array(marksPerText)
  for (let text = 0; text < rowStarts.length - 1; text++) {
    chooseMarks()
    for (let entry = rowStarts[text]!; entry < rowStarts[text + 1]!; entry++) {
      const value = values[entry]!
      const target = columns[entry]! * dimensions
      for (let mark = 0; mark < marksPerText; mark++) vectors[target + positions[mark]!]! += value * signs[mark]!
    }
  }
  for (let term = 0; term < terms; term++) scaleRow(vectors.subarray(term * dimensions, (term + 1) * dimensions))
  return { rows: terms, columns: dimensions, values: vectors }

  function chooseMarks(): void {
    for (let mark = 0; mark < marksPerText; mark++) {
      let position = Math.floor(random() * dimensions)
      while (positions.subarray(0, mark).includes(position)) position = (position + 1) % dimensions
      positions[mark] = position
      signs[mark] = random() < 0.5 ? -1 : 1
    }
  }
}

function scaleRow(row: Float32Array): void {
  let squares = 0
  for (const value of row) squares += value * value
  if (squares === 0) return
  const scale = Math.sqrt(squares) ** lengthPower
  for (let j = 0; j < row.length; j++) row[j]! *= scale
}
