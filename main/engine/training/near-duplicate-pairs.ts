/** Two texts, by position, `first` < `second`, with the Jaccard index of their shingles, 0–1. */
export interface NearPair {
  readonly first: number
  readonly second: number
  readonly similarity: number
}

const shingleCharacters = 5
const bands = 50
const rowsPerBand = 6

/**
 * Pairs of texts whose sets of character 5-grams have a Jaccard index of at least `threshold`. MinHash with 300 hashes in
 * 50 bands of 6 proposes pairs (Broder 1997; Leskovec et al., Mining of Massive Datasets, 3.4), the exact index decides.
 * A pair at 0.8 is missed with probability (1 − 0.8⁶)⁵⁰ ≈ 3·10⁻⁷, a likelier one less. Deterministic.
 * @param texts normalised; an empty one is like no other.
 * @returns by first, then second position.
 */
export function nearDuplicatePairs(texts: readonly string[], threshold = 0.8): NearPair[] {
  const sets = texts.map(shinglesOf)
  const buckets = Array.from({ length: bands }, () => new Map<string, number[]>())
  const pairs: NearPair[] = []
  for (const [second, set] of sets.entries()) {
    if (set.size === 0) continue
    const candidates = new Set<number>()
    const signature = minHashes(set)
    for (const [band, bucket] of buckets.entries()) {
      const key = signature.subarray(band * rowsPerBand, (band + 1) * rowsPerBand).join(' ')
      const known = bucket.get(key)
      if (known === undefined) bucket.set(key, [second])
      else {
        for (const first of known) candidates.add(first)
        known.push(second)
      }
    }
    for (const first of candidates) {
      const similarity = jaccard(sets[first]!, set)
      if (similarity >= threshold) pairs.push({ first, second, similarity })
    }
  }
  return pairs.sort((a, b) => a.first - b.first || a.second - b.second)
}

/** The character 5-grams of a text as 32-bit hashes; a shorter text is one. */
export function shinglesOf(text: string): Set<number> {
  const shingles = new Set<number>()
  if (text === '') return shingles
  for (let at = 0; at <= Math.max(0, text.length - shingleCharacters); at++) {
    let hash = 0x811c9dc5
    for (let i = at; i < Math.min(text.length, at + shingleCharacters); i++)
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    shingles.add(mixed(hash))
  }
  return shingles
}

/** |A ∩ B| / |A ∪ B|, 0–1. */
export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = a.intersection(b).size
  return shared / (a.size + b.size - shared)
}

function minHashes(shingles: ReadonlySet<number>): Uint32Array {
  const minima = new Uint32Array(bands * rowsPerBand).fill(0xffffffff)
  for (const shingle of shingles)
    for (let i = 0; i < minima.length; i++) {
      const value = mixed(shingle ^ Math.imul(i + 1, 0x9e3779b1))
      if (value < minima[i]!) minima[i] = value
    }
  return minima
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the result. */
function mixed(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
