import { type DenseMatrix, gramMatrix, type SymmetricMatrix, timesDense } from './dense-matrix.ts'

/** A column whose part outside the columns before it is below this share of its length depends on them. */
const dependentShare = 1e-5

/**
 * Orthonormal columns that span what the columns of M span, by Cholesky factorisation of MᵀM. A column that depends on
 * the ones before it becomes zero.
 * @see Yamamoto et al. 2015, Roundoff error analysis of the CholeskyQR2 algorithm: once loses digits for
 *   ill-conditioned columns, a second time restores them.
 */
export function orthonormalColumns(matrix: DenseMatrix): DenseMatrix {
  return timesDense(matrix, inverseOfCholeskyFactor(gramMatrix(matrix)), matrix.columns)
}

/** R⁻¹ of G = RᵀR, upper triangular, with zero columns for dependent ones. */
function inverseOfCholeskyFactor({ size, values: gram }: SymmetricMatrix): Float64Array {
  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    let rest = gram[i * size + i]!
    for (let k = 0; k < i; k++) rest -= factor[k * size + i]! ** 2
    if (rest <= gram[i * size + i]! * dependentShare ** 2 || rest <= Number.MIN_VALUE) continue
    const diagonal = Math.sqrt(rest)
    factor[i * size + i] = diagonal
    for (let j = i + 1; j < size; j++) {
      let sum = gram[i * size + j]!
      for (let k = 0; k < i; k++) sum -= factor[k * size + i]! * factor[k * size + j]!
      factor[i * size + j] = sum / diagonal
    }
  }
  const inverse = new Float64Array(size * size)
  for (let j = 0; j < size; j++) {
    if (factor[j * size + j] === 0) continue
    inverse[j * size + j] = 1 / factor[j * size + j]!
    for (let i = j - 1; i >= 0; i--) {
      if (factor[i * size + i] === 0) continue
      let sum = 0
      for (let k = i + 1; k <= j; k++) sum += factor[i * size + k]! * inverse[k * size + j]!
      inverse[i * size + j] = -sum / factor[i * size + i]!
    }
  }
  return inverse
}
