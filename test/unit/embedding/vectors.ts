export function lengthOf(vector: Float32Array): number {
  return Math.hypot(...vector)
}

/** Inner product; the cosine for unit vectors. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!
  return sum
}
