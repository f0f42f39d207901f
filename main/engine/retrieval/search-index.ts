import type { Search } from '../../../shared/domain/recipe.ts'
import type { RetrievedChunk } from '../../../shared/domain/run.ts'
import type { Candidate, IndexTable } from '../../ports/vector-store.ts'
import { fuse } from './fuse.ts'

export interface SearchQuery {
  readonly text: string
  /** Null when the query could not be embedded (no known term, empty text): the vector side then finds nothing. */
  readonly vector: Float32Array | null
}

/**
 * Searches several queries under several settings. Each side is asked once per depth, however many settings use it.
 * @returns per setting, per query: the ranking. Shape [searches][queries].
 */
export async function searchIndex(
  table: IndexTable,
  queries: readonly SearchQuery[],
  searches: readonly Search[],
): Promise<RetrievedChunk[][][]> {
  const fulltext = new Map<number, Promise<Candidate[][]>>()
  const vector = new Map<number, Promise<Candidate[][]>>()
  for (const { mode, depth } of searches) {
    if (mode !== 'vector' && !fulltext.has(depth)) {
      fulltext.set(
        depth,
        table.searchFulltext(
          queries.map((query) => query.text),
          depth,
        ),
      )
    }
    if (mode !== 'fulltext' && !vector.has(depth)) vector.set(depth, searchVectors(table, queries, depth))
  }
  await Promise.all([...fulltext.values(), ...vector.values()])
  return Promise.all(
    searches.map(async ({ mode, depth, fusion, k }) => {
      const fulltextSide = mode === 'vector' ? null : await fulltext.get(depth)!
      const vectorSide = mode === 'fulltext' ? null : await vector.get(depth)!
      return queries.map((_, index) =>
        fuse({ fulltext: fulltextSide?.[index] ?? null, vector: vectorSide?.[index] ?? null }, fusion, k),
      )
    }),
  )
}

async function searchVectors(
  table: IndexTable,
  queries: readonly SearchQuery[],
  depth: number,
): Promise<Candidate[][]> {
  const embedded = queries.flatMap(({ vector }, index) => (vector === null ? [] : [{ vector, index }]))
  const found = await table.searchVectors(
    embedded.map(({ vector }) => vector),
    depth,
  )
  const results: Candidate[][] = queries.map(() => [])
  embedded.forEach(({ index }, position) => {
    results[index] = found[position]!
  })
  return results
}
