/**
 * A set of characters of one document, kept as disjoint half-open ranges of UTF-16 code units. Ranges that overlap or
 * touch become one; a character counts once however often it was added.
 */
export class CharacterRanges {
  /** start, end, start, end … ascending, with a gap between one range and the next. */
  readonly #bounds: number[] = []
  #size = 0

  /** Number of characters in the set. */
  get size(): number {
    return this.#size
  }

  /**
   * Adds [start, end); an empty or reversed range adds nothing.
   * @returns the parts that were not in the set before, as start, end, start, end … ascending.
   */
  add(start: number, end: number): number[] {
    const added: number[] = []
    if (end <= start) return added
    const bounds = this.#bounds
    const first = this.#firstEndingAtOrAfter(start)
    let next = first
    let cursor = start
    let mergedStart = start
    let mergedEnd = end
    for (; next < bounds.length && bounds[next]! <= end; next += 2) {
      const rangeStart = bounds[next]!
      const rangeEnd = bounds[next + 1]!
      if (rangeStart > cursor) added.push(cursor, rangeStart)
      cursor = rangeEnd
      mergedStart = Math.min(mergedStart, rangeStart)
      mergedEnd = Math.max(mergedEnd, rangeEnd)
    }
    if (cursor < end) added.push(cursor, end)
    if (added.length > 0) bounds.splice(first, next - first, mergedStart, mergedEnd)
    for (let at = 0; at < added.length; at += 2) this.#size += added[at + 1]! - added[at]!
    return added
  }

  /** How many characters of [start, end) are in the set. */
  countIn(start: number, end: number): number {
    const bounds = this.#bounds
    let count = 0
    for (let at = this.#firstEndingAtOrAfter(start); at < bounds.length && bounds[at]! < end; at += 2) {
      count += Math.max(0, Math.min(end, bounds[at + 1]!) - Math.max(start, bounds[at]!))
    }
    return count
  }

  #firstEndingAtOrAfter(offset: number): number {
    const bounds = this.#bounds
    let low = 0
    let high = bounds.length / 2
    while (low < high) {
      const middle = (low + high) >>> 1
      if (bounds[middle * 2 + 1]! < offset) low = middle + 1
      else high = middle
    }
    return low * 2
  }
}
