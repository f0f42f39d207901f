/** What indexes and searches need of an embedder, whether built in or remote. */
export interface TextEmbedder {
  /** Recorded with the index: what made its vectors. */
  readonly name: string
  /**
   * Prepares texts of an index, some thousand at a time, so that `vectors` then gives them fast. Stops at the next stored batch on abort.
   * @param onProgress texts done so far, of all.
   */
  prepare(texts: readonly string[], onProgress: (done: number) => void, signal: AbortSignal): Promise<void>
  /** One vector per text, unit length not guaranteed; null for a text that has none (empty, or no known term). */
  vectors(texts: readonly string[], signal: AbortSignal): Promise<(Float32Array | null)[]>
  /**
   * One query, with the wall time of embedding it alone; the time is null when it is not known, because the vector came
   * out of the cache and was first made in a batch.
   */
  timedQuery(text: string, signal: AbortSignal): Promise<{ vector: Float32Array | null; latencyMs: number | null }>
}
