/** Two texts, by position, `first` < `second`, with the Jaccard index of their shingles, 0–1. */
export interface NearPair {
  readonly first: number
  readonly second: number
  readonly similarity: number
}

const shingleCharacters = 5
const bands = 50
const rowsPerBand = 6
/** Of a longer text only its beginning is compared. */
const comparedCharacters = 200_000
/** A text is compared with so many others that look like it. */
const mostCandidates = 64
/** Copies of one text are paired each with each up to so many pairs. */
const mostPairsOfCopies = 400

/**
 * Pairs of texts whose sets of character 5-grams have a Jaccard index of at least `threshold`. MinHash with 300 hashes in
 * 50 bands of 6 proposes pairs (Broder 1997; Leskovec et al., Mining of Massive Datasets, 3.4), the exact index decides.
 * A pair at 0.8 is missed with probability (1 − 0.8⁶)⁵⁰ ≈ 3·10⁻⁷, a likelier one less. Deterministic.
 *
 * A text that is like very many others would make a pair with each: it is compared with the first 64 that look like it,
 * and where a text stands there more often than 20 times, its copies are paired with the first one of each kind. Every
 * text that is like another is then still in a pair.
 * @param texts normalised; an empty one is like no other.
 * @param kinds of the texts, such as their splits: pairs across kinds are found also where there are many copies.
 * @returns by first, then second position.
 */
export function nearDuplicatePairs(
  texts: readonly string[],
  { threshold = 0.8, kinds = [] }: { threshold?: number; kinds?: readonly unknown[] } = {},
): NearPair[] {
  const copies = new Map<string, number[]>()
  for (const [at, text] of texts.entries()) {
    if (text === '') continue
    const known = copies.get(text)
    if (known) known.push(at)
    else copies.set(text, [at])
  }
  const groups = [...copies.values()]
  const pairs = groups.flatMap((group) => pairsBetween(group, group, 1, kinds))
  for (const { first, second, similarity } of pairsOfDistinct([...copies.keys()], threshold))
    for (const pair of pairsBetween(groups[first]!, groups[second]!, similarity, kinds)) pairs.push(pair)
  return pairs.sort((a, b) => a.first - b.first || a.second - b.second)
}

/** Pairs of equal texts' positions, ascending each; a group with itself gives each pair once. */
function pairsBetween(
  left: readonly number[],
  right: readonly number[],
  similarity: number,
  kinds: readonly unknown[],
): NearPair[] {
  const isOne = left === right
  const pairs: NearPair[] = []
  const add = (a: number, b: number) => {
    if (a !== b) pairs.push({ first: Math.min(a, b), second: Math.max(a, b), similarity })
  }
  if (left.length * right.length <= mostPairsOfCopies) {
    for (const [index, a] of left.entries()) for (const b of isOne ? right.slice(index + 1) : right) add(a, b)
    return pairs
  }
  const leadersOf = (group: readonly number[]) => new Map(group.toReversed().map((at) => [kinds[at], at])).values()
  const leaders = [new Set(leadersOf(left)), new Set(leadersOf(right))] as const
  // Two leaders meet once, not from both sides.
  for (const b of right) for (const a of leaders[0]) if (!isOne || !leaders[0].has(b) || a < b) add(a, b)
  if (!isOne) for (const a of left) if (!leaders[0].has(a)) for (const b of leaders[1]) add(a, b)
  return pairs
}

function pairsOfDistinct(texts: readonly string[], threshold: number): NearPair[] {
  const sets = texts.map(shinglesOf)
  const buckets = Array.from({ length: bands }, () => new Map<string, number[]>())
  const pairs: NearPair[] = []
  for (const [second, set] of sets.entries()) {
    const candidates = new Set<number>()
    const signature = minHashes(set)
    for (const [band, bucket] of buckets.entries()) {
      const key = signature.subarray(band * rowsPerBand, (band + 1) * rowsPerBand).join(' ')
      const known = bucket.get(key)
      if (known === undefined) {
        bucket.set(key, [second])
        continue
      }
      for (const first of known) {
        if (candidates.size >= mostCandidates) break
        candidates.add(first)
      }
      if (known.length < mostCandidates) known.push(second)
    }
    for (const first of candidates) {
      const similarity = jaccard(sets[first]!, set)
      if (similarity >= threshold) pairs.push({ first, second, similarity })
    }
  }
  return pairs
}

/** The character 5-grams of a text as 32-bit hashes; a shorter text is one. */
export function shinglesOf(text: string): Set<number> {
  const shingles = new Set<number>()
  if (text === '') return shingles
  const length = Math.min(text.length, comparedCharacters)
  for (let at = 0; at <= Math.max(0, length - shingleCharacters); at++) {
    let hash = 0x811c9dc5
    for (let i = at; i < Math.min(length, at + shingleCharacters); i++)
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
