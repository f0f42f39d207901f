import type { Chunking } from '../../../shared/domain/recipe.ts'

/** Raised whenever `chunkDocument` gives other chunks for the same document and settings. */
const algorithmVersion = 1

/**
 * A canonical name of a chunking, for cache keys: two chunkings with the same key give the same chunks and the same
 * texts to index. `none` leaves out the sizes that it ignores. Example: `recursive-400-50-title@1`.
 */
export function chunkingKey(chunking: Chunking): string {
  const title = chunking.includeTitle ? 'title' : 'notitle'
  const cut = chunking.kind === 'none' ? 'none' : `${chunking.kind}-${chunking.sizeTokens}-${chunking.overlapTokens}`
  return `${cut}-${title}@${algorithmVersion}`
}
