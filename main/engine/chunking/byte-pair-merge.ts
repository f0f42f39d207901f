/** Ranks are below 2^18 and positions below 2^32, so both fit into one exact number that sorts by rank, then position. */
const positionRange = 2 ** 32

/**
 * Byte-pair encoding of one piece: joins the neighbouring pair of lowest rank (the leftmost of equals) until no pair
 * is a token. A heap keeps it at n log n for pieces of any length.
 * @param bytes one character per byte.
 * @param rankOfToken has every single byte.
 * @returns byte length of each token, in order.
 */
export function bytePairMerge(bytes: string, rankOfToken: ReadonlyMap<string, number>): number[] {
  const length = bytes.length
  /** End of the part that starts at an index; meaningless where no part starts. */
  const endOf = new Int32Array(length)
  /** Start of the part before the one that starts at an index. */
  const before = new Int32Array(length)
  /** Rank of a part joined with the next one; -1 when they are no token or no part starts there. */
  const pairRank = new Int32Array(length)
  const heap: number[] = []
  for (let start = 0; start < length; start++) {
    endOf[start] = start + 1
    before[start] = start - 1
  }
  for (let start = 0; start < length; start++) rankPair(start)

  while (heap.length > 0) {
    const lowest = popLowest(heap)
    const start = lowest % positionRange
    // Entries are not removed when a neighbour changes; one whose rank is no longer current is skipped here.
    if (pairRank[start] !== Math.floor(lowest / positionRange)) continue
    const joined = endOf[start]!
    endOf[start] = endOf[joined]!
    pairRank[joined] = -1
    if (endOf[start]! < length) before[endOf[start]!] = start
    rankPair(start)
    if (before[start]! >= 0) rankPair(before[start]!)
  }

  const lengths: number[] = []
  for (let start = 0; start < length; start = endOf[start]!) lengths.push(endOf[start]! - start)
  return lengths

  function rankPair(start: number): void {
    const next = endOf[start]!
    const rank = next < length ? (rankOfToken.get(bytes.slice(start, endOf[next]!)) ?? -1) : -1
    pairRank[start] = rank
    if (rank >= 0) push(heap, rank * positionRange + start)
  }
}

function push(heap: number[], key: number): void {
  let at = heap.length
  heap.push(key)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]! <= key) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = key
}

function popLowest(heap: number[]): number {
  const lowest = heap[0]!
  const key = heap.pop()!
  const length = heap.length
  if (length === 0) return lowest
  let at = 0
  for (let child = 1; child < length; child = 2 * at + 1) {
    if (child + 1 < length && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= key) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = key
  return lowest
}
