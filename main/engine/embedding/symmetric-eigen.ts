import type { SymmetricMatrix } from './dense-matrix.ts'

export interface Eigenpairs {
  /** Descending. Shape [size]. */
  readonly eigenvalues: Float64Array
  /** Orthonormal; column i belongs to eigenvalue i. Shape [size × size], row after row. */
  readonly eigenvectors: Float64Array
}

/** Far more than the 6 to 10 sweeps that any matrix of this size was seen to need. */
const mostSweeps = 40

/**
 * All eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
 * @see Golub & Van Loan, Matrix Computations, 4th edition, section 8.5.
 */
export function symmetricEigen({ size, values }: SymmetricMatrix): Eigenpairs {
  const matrix = Float64Array.from(values)
  /** Eigenvectors in rows while rotating: two rows are rotated faster than two columns. */
  const vectors = new Float64Array(size * size)
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1
  const squares = matrix.reduce((sum, value) => sum + value * value, 0)
  const negligible = squares * 1e-26

  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let offDiagonal = 0
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) offDiagonal += matrix[p * size + q]! ** 2
    if (offDiagonal <= negligible) break
    // Entries far below the mean of the rest add nothing to this sweep.
    const skipped = (offDiagonal / (size * size)) * 1e-3
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (matrix[p * size + q]! ** 2 > skipped) rotate(matrix, vectors, size, p, q)
      }
    }
  }

  const order = Array.from({ length: size }, (_, i) => i)
  order.sort((a, b) => matrix[b * size + b]! - matrix[a * size + a]! || a - b)
  const eigenvalues = Float64Array.from(order, (i) => matrix[i * size + i]!)
  const eigenvectors = new Float64Array(size * size)
  for (const [column, i] of order.entries()) {
    for (let row = 0; row < size; row++) eigenvectors[row * size + column] = vectors[i * size + row]!
  }
  return { eigenvalues, eigenvectors }
}

/** Makes entry (p, q) zero. */
function rotate(matrix: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const pRow = p * size
  const qRow = q * size
  const pq = matrix[pRow + q]!
  const pp = matrix[pRow + p]!
  const qq = matrix[qRow + q]!
  const theta = (qq - pp) / (2 * pq)
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  for (let i = 0; i < size; i++) {
    const p0 = matrix[pRow + i]!
    const q0 = matrix[qRow + i]!
    const p1 = cosine * p0 - sine * q0
    const q1 = sine * p0 + cosine * q0
    matrix[pRow + i] = p1
    matrix[qRow + i] = q1
    matrix[i * size + p] = p1
    matrix[i * size + q] = q1
    const vp = vectors[pRow + i]!
    const vq = vectors[qRow + i]!
    vectors[pRow + i] = cosine * vp - sine * vq
    vectors[qRow + i] = sine * vp + cosine * vq
  }
  matrix[pRow + p] = pp - tangent * pq
  matrix[qRow + q] = qq + tangent * pq
  matrix[pRow + q] = 0
  matrix[qRow + p] = 0
}
