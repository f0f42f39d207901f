/** The 24 recipes that both sides run: 4 ways to cut × 6 ways to search, 100 chunks for each query. */
export const sweepChunkings = [
  { kind: 'recursive', sizeTokens: 200, overlapTokens: 0 },
  { kind: 'recursive', sizeTokens: 200, overlapTokens: 50 },
  { kind: 'recursive', sizeTokens: 400, overlapTokens: 0 },
  { kind: 'recursive', sizeTokens: 400, overlapTokens: 50 },
] as const

export const sweepSearches = [
  { mode: 'fulltext' },
  { mode: 'vector' },
  { mode: 'hybrid', fusion: { kind: 'minmax', alpha: 0.2 } },
  { mode: 'hybrid', fusion: { kind: 'minmax', alpha: 0.3 } },
  { mode: 'hybrid', fusion: { kind: 'minmax', alpha: 0.4 } },
  { mode: 'hybrid', fusion: { kind: 'rrf' } },
] as const

export const retrieved = 100
