import type PQueue from 'p-queue'

/**
 * Searches under way at once. Measured on two cores: more gains nothing, and memory grows by rows × dimensions × 4 bytes
 * with each flat vector search.
 */
export interface SearchLimits {
  readonly fulltext: PQueue
  readonly vectors: PQueue
}
