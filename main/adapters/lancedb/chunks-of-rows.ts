import type { Table } from '@lancedb/lancedb'

/**
 * The chunk of every row, by LanceDB's row id. A full-text search that also has to fetch a column takes about twice as
 * long as one that gives row ids only. Holds as long as the table is not changed, and an index table never is.
 */
export class ChunksOfRows {
  /** By fragment: the chunks of its rows, in order. A row id is the fragment (upper 32 bits) and the row's place in it. */
  readonly #chunks: ReadonlyMap<number, Int32Array>

  private constructor(chunks: ReadonlyMap<number, Int32Array>) {
    this.#chunks = chunks
  }

  static async read(table: Table): Promise<ChunksOfRows> {
    const found = await table.query().select(['chunk']).withRowId().toArrow()
    const byFragment = new Map<number, Int32Array>()
    if (found.numRows === 0) return new ChunksOfRows(byFragment)
    const chunks = found.getChild('chunk')!.toArray() as Int32Array
    const rows = halves(found.getChild('_rowid')!.toArray() as BigUint64Array)
    const sizes = new Map<number, number>()
    for (let row = 0; row < chunks.length; row++) {
      const fragment = rows[2 * row + 1]!
      sizes.set(fragment, Math.max(sizes.get(fragment) ?? 0, rows[2 * row]! + 1))
    }
    for (const [fragment, size] of sizes) byFragment.set(fragment, new Int32Array(size))
    for (let row = 0; row < chunks.length; row++) byFragment.get(rows[2 * row + 1]!)![rows[2 * row]!] = chunks[row]!
    return new ChunksOfRows(byFragment)
  }

  /** @returns shape [rowIds]. */
  of(rowIds: BigUint64Array): Int32Array {
    const rows = halves(rowIds)
    return Int32Array.from(rowIds, (_, row) => this.#chunks.get(rows[2 * row + 1]!)![rows[2 * row]!]!)
  }
}

/** Lower and upper half of each number in turn, as on every platform that is supported. */
function halves(numbers: BigUint64Array): Uint32Array {
  return new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2)
}
