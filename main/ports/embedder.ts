/** Turns texts into vectors through a model, remote or local. */
export interface Embedder {
  /** Names model, endpoint and settings: two embedders with the same key give the same vectors. Part of cache keys. */
  readonly key: string
  /**
   * @param texts non-empty strings; the adapter splits them into requests within the provider's limits.
   * @param onBatch called as each request's vectors arrive, in any order, so that they can be stored at once.
   *   `first` is the index of the batch's first text. `latencyMs` is the wall time of that request alone.
   * Throws AppError PROVIDER_REFUSED, PROVIDER_UNAVAILABLE or SECRET_MISSING.
   */
  embed(
    texts: readonly string[],
    onBatch: (batch: EmbeddedBatch) => void | Promise<void>,
    signal?: AbortSignal,
  ): Promise<void>
}

export interface EmbeddedBatch {
  readonly first: number
  readonly vectors: readonly Float32Array[]
  readonly latencyMs: number
  /** As reported by the provider; null when it says nothing. */
  readonly promptTokens: number | null
}
