import { describe, expect, it } from 'vitest'
import { latentTermVectors } from '../../../main/engine/embedding/latent-term-vectors.ts'
import { orthonormalColumns } from '../../../main/engine/embedding/orthonormal-columns.ts'
import { symmetricEigen } from '../../../main/engine/embedding/symmetric-eigen.ts'
import { createRandom } from '../../../shared/domain/random.ts'

function product(size: number, left: Float64Array, right: Float64Array): number[] {
  return Array.from({ length: size * size }, (_, at) => {
    const row = Math.floor(at / size)
    return Array.from({ length: size }, (_, k) => left[row * size + k]! * right[k * size + (at % size)]!).reduce(
      (a, b) => a + b,
    )
  })
}

describe('symmetricEigen', () => {
  it('reproduces the matrix and gives orthonormal vectors in descending order', () => {
    const size = 12
    const random = createRandom(1)
    const values = new Float64Array(size * size)
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) values[i * size + j] = values[j * size + i] = random() - 0.5
    const { eigenvalues, eigenvectors } = symmetricEigen({ size, values })
    const transposed = Float64Array.from(
      eigenvectors,
      (_, at) => eigenvectors[(at % size) * size + Math.floor(at / size)]!,
    )
    const scaled = Float64Array.from(eigenvectors, (value, at) => value * eigenvalues[at % size]!)
    for (const [at, value] of product(size, scaled, transposed).entries()) expect(value).toBeCloseTo(values[at]!, 10)
    for (const [at, value] of product(size, transposed, eigenvectors).entries()) {
      expect(value).toBeCloseTo(at % (size + 1) === 0 ? 1 : 0, 10)
    }
    expect([...eigenvalues]).toEqual([...eigenvalues].sort((a, b) => b - a))
  })
})

describe('orthonormalColumns', () => {
  it('makes a dependent column zero and the others orthonormal', () => {
    const rows = 9
    const random = createRandom(2)
    const values = new Float32Array(rows * 3)
    for (let row = 0; row < rows; row++) {
      values[row * 3] = random()
      values[row * 3 + 1] = random()
      values[row * 3 + 2] = values[row * 3]! * 2 - values[row * 3 + 1]!
    }
    const { values: q } = orthonormalColumns({ rows, columns: 3, values })
    const inner = (i: number, j: number) =>
      Array.from({ length: rows }, (_, row) => q[row * 3 + i]! * q[row * 3 + j]!).reduce((a, b) => a + b)
    expect([inner(0, 0), inner(1, 1), inner(2, 2)].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([1, 1, 0])
    expect(inner(0, 1)).toBeCloseTo(0, 5)
  })
})

describe('latentTermVectors', () => {
  it('gives V·S^-0.25 of a matrix whose decomposition is known, and zeros beyond its rank', () => {
    // Two texts without a common term: singular values are the row lengths, V the unit rows.
    const weights = {
      rowStarts: Uint32Array.of(0, 2, 3),
      columns: Uint32Array.of(0, 1, 2),
      values: Float32Array.of(3, 4, 2),
    }
    const { values } = latentTermVectors(weights, { terms: 3, dimensions: 4, random: createRandom(0) })
    const expected = [0.6 * 5 ** -0.25, 0, 0, 0, 0.8 * 5 ** -0.25, 0, 0, 0, 0, 2 ** -0.25, 0, 0]
    for (const [at, value] of expected.entries()) expect(Math.abs(values[at]!)).toBeCloseTo(value, 5)
  })
})
