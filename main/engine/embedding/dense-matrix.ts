/** A dense matrix, row after row. Shape [rows × columns]. */
export interface DenseMatrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
}

/** A square symmetric matrix in double precision, row after row. Shape [size × size]. */
export interface SymmetricMatrix {
  readonly size: number
  readonly values: Float64Array
}

/** Mᵀ·M, the inner products of the columns. Four rows at a time, so that the result is walked through less often. */
export function gramMatrix({ rows, columns: size, values: m }: DenseMatrix): SymmetricMatrix {
  const values = new Float64Array(size * size)
  const wholeBlocks = rows - (rows % 4)
  for (let row = 0; row < wholeBlocks; row += 4) {
    const r0 = row * size
    const r1 = r0 + size
    const r2 = r1 + size
    const r3 = r2 + size
    for (let i = 0; i < size; i++) {
      const a0 = m[r0 + i]!
      const a1 = m[r1 + i]!
      const a2 = m[r2 + i]!
      const a3 = m[r3 + i]!
      const target = i * size
      for (let j = i; j < size; j++) {
        values[target + j]! += a0 * m[r0 + j]! + a1 * m[r1 + j]! + a2 * m[r2 + j]! + a3 * m[r3 + j]!
      }
    }
  }
  for (let row = wholeBlocks; row < rows; row++) {
    const r0 = row * size
    for (let i = 0; i < size; i++) {
      const a0 = m[r0 + i]!
      for (let j = i; j < size; j++) values[i * size + j]! += a0 * m[r0 + j]!
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) values[i * size + j] = values[j * size + i]!
  return { size, values }
}

/**
 * M·F.
 * @param factor shape [M.columns × columns], row after row.
 */
export function timesDense(matrix: DenseMatrix, factor: Float64Array, columns: number): DenseMatrix {
  const values = new Float32Array(matrix.rows * columns)
  const sums = new Float64Array(columns)
  const inner = matrix.columns
  const wholeBlocks = inner - (inner % 4)
  for (let row = 0; row < matrix.rows; row++) {
    sums.fill(0)
    const source = row * inner
    for (let k = 0; k < wholeBlocks; k += 4) {
      const a0 = matrix.values[source + k]!
      const a1 = matrix.values[source + k + 1]!
      const a2 = matrix.values[source + k + 2]!
      const a3 = matrix.values[source + k + 3]!
      const f0 = k * columns
      const f1 = f0 + columns
      const f2 = f1 + columns
      const f3 = f2 + columns
      for (let j = 0; j < columns; j++) {
        sums[j]! += a0 * factor[f0 + j]! + a1 * factor[f1 + j]! + a2 * factor[f2 + j]! + a3 * factor[f3 + j]!
      }
    }
    for (let k = wholeBlocks; k < inner; k++) {
      const a = matrix.values[source + k]!
      for (let j = 0; j < columns; j++) sums[j]! += a * factor[k * columns + j]!
    }
    values.set(sums, row * columns)
  }
  return { rows: matrix.rows, columns, values }
}
