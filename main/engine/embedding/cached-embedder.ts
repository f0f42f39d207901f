import type { Embedder } from '../../ports/embedder.ts'
import type { EmbeddingCache } from '../../ports/embedding-cache.ts'
import type { TextEmbedder } from './text-embedder.ts'
import { textHash } from './text-hash.ts'

/**
 * A remote embedder behind the cache: a text whose vector was ever stored is never sent again. Every request's vectors
 * are stored the moment they arrive.
 */
export class CachedEmbedder implements TextEmbedder {
  readonly name: string
  readonly #embedder: Embedder
  readonly #cache: EmbeddingCache

  constructor(embedder: Embedder, cache: EmbeddingCache) {
    this.name = embedder.key
    this.#embedder = embedder
    this.#cache = cache
  }

  async prepare(texts: readonly string[], onProgress: (done: number) => void, signal: AbortSignal): Promise<void> {
    await this.#fetchMissing(texts, signal, onProgress)
    onProgress(texts.length)
  }

  async vectors(texts: readonly string[], signal: AbortSignal): Promise<(Float32Array | null)[]> {
    await this.#fetchMissing(texts, signal, () => {})
    const cached = this.#cache.get(this.name, texts.map(textHash))
    return cached.map((entry, index) => {
      if (isBlank(texts[index]!) || !entry) return null
      return entry.vector.every((value) => value === 0) ? null : entry.vector
    })
  }

  async timedQuery(
    text: string,
    signal: AbortSignal,
  ): Promise<{ vector: Float32Array | null; latencyMs: number | null }> {
    if (isBlank(text)) return { vector: null, latencyMs: null }
    await this.#fetchMissing([text], signal, () => {})
    const [entry] = this.#cache.get(this.name, [textHash(text)])
    return { vector: entry?.vector ?? null, latencyMs: entry?.latencyMs ?? null }
  }

  async #fetchMissing(
    texts: readonly string[],
    signal: AbortSignal,
    onFetched: (count: number) => void,
  ): Promise<void> {
    const byHash = new Map<string, string>()
    for (const text of texts) if (!isBlank(text)) byHash.set(textHash(text), text)
    const missing = [...this.#cache.missing(this.name, [...byHash.keys()])]
    if (missing.length === 0) return
    let fetched = 0
    await this.#embedder.embed(
      missing.map((hash) => byHash.get(hash)!),
      ({ first, vectors, latencyMs }) => {
        this.#cache.put(
          this.name,
          vectors.map((vector, index) => ({
            textHash: missing[first + index]!,
            vector,
            latencyMs: vectors.length === 1 ? latencyMs : null,
          })),
        )
        fetched += vectors.length
        onFetched(fetched)
      },
      signal,
    )
  }
}

/** Providers refuse empty input; a text of white space has nothing to find either. */
function isBlank(text: string): boolean {
  return text.trim() === ''
}
