export interface CachedVector {
  readonly vector: Float32Array
  /** Wall time of the request that made it, when it was asked for alone; null when it came in a batch. */
  readonly latencyMs: number | null
}

/** Vectors by (embedder key, SHA-256 of the text). What is in here is never asked for again. */
export interface EmbeddingCache {
  /** Aligned with `textHashes`; null where nothing is stored. */
  get(embedderKey: string, textHashes: readonly string[]): (CachedVector | null)[]
  /** Those of `textHashes` that are not stored, without reading vectors. */
  missing(embedderKey: string, textHashes: readonly string[]): Set<string>
  put(
    embedderKey: string,
    entries: readonly { textHash: string; vector: Float32Array; latencyMs: number | null }[],
  ): void
}
