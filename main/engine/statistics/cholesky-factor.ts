/** A pivot smaller than this part of its diagonal is rounding: the run is a copy of others, and adds nothing of its own. */
const smallestPivot = 1e-10

/**
 * Lower triangle L with L·Lᵀ = the matrix. Runs that are copies of one another make it only semidefinite: their column of
 * L is then 0.
 * @param matrix symmetric, no negative eigenvalue. Shape [size × size], row by row; so is the result.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column]!
      for (let of = 0; of < column; of++) rest -= factor[row * size + of]! * factor[column * size + of]!
      if (row === column) {
        factor[row * size + row] = rest > smallestPivot * matrix[row * size + row]! ? Math.sqrt(rest) : 0
      } else {
        const pivot = factor[column * size + column]!
        factor[row * size + column] = pivot === 0 ? 0 : rest / pivot
      }
    }
  }
  return factor
}
