import { createHash } from 'node:crypto'

const vectorsOfWords = new Map<string, Float64Array>()

/**
 * A vector that depends on the text alone: the sum of one pseudo-random direction per word, taken from the word's hash,
 * so that texts which share words are near each other. Unit length, in single precision.
 */
export function hashedVector(text: string, dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions)
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]
  for (const word of words) {
    const direction = directionOf(word, dimensions)
    for (let i = 0; i < dimensions; i += 1) sum[i] = sum[i]! + direction[i]!
  }
  const length = Math.hypot(...sum)
  return Float32Array.from(sum, (value) => value / length)
}

/** Each number of a direction is one byte of the word's hash chain, made symmetric around 0 and never 0. */
function directionOf(word: string, dimensions: number): Float64Array {
  const name = `${dimensions} ${word}`
  let direction = vectorsOfWords.get(name)
  if (!direction) {
    direction = new Float64Array(dimensions)
    let hash = createHash('sha256').update(word).digest()
    for (let i = 0; i < dimensions; i += 1) {
      if (i > 0 && i % hash.length === 0) hash = createHash('sha256').update(hash).digest()
      direction[i] = hash[i % hash.length]! - 127.5
    }
    vectorsOfWords.set(name, direction)
  }
  return direction
}
