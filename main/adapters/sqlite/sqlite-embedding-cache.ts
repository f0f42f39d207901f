import type { CachedVector, EmbeddingCache } from '../../ports/embedding-cache.ts'
import { toBlob, toFloat32Array } from './blob.ts'
import type { Database } from './database.ts'

export class SqliteEmbeddingCache implements EmbeddingCache {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(embedderKey: string, textHashes: readonly string[]): (CachedVector | null)[] {
    const embedder = this.#embedderNumber(embedderKey)
    if (embedder === null) return textHashes.map(() => null)
    return textHashes.map((textHash) => {
      const row = this.#database.get<{ vector: Uint8Array; latency_ms: number | null }>(
        'SELECT vector, latency_ms FROM embeddings WHERE embedder_number = ? AND text_hash = ?',
        embedder,
        Buffer.from(textHash, 'hex'),
      )
      return row ? { vector: toFloat32Array(row.vector), latencyMs: row.latency_ms } : null
    })
  }

  missing(embedderKey: string, textHashes: readonly string[]): Set<string> {
    const embedder = this.#embedderNumber(embedderKey)
    if (embedder === null) return new Set(textHashes)
    return new Set(
      textHashes.filter(
        (textHash) =>
          !this.#database.get(
            'SELECT 1 FROM embeddings WHERE embedder_number = ? AND text_hash = ?',
            embedder,
            Buffer.from(textHash, 'hex'),
          ),
      ),
    )
  }

  put(
    embedderKey: string,
    entries: readonly { textHash: string; vector: Float32Array; latencyMs: number | null }[],
  ): void {
    this.#database.transaction(() => {
      this.#database.run('INSERT OR IGNORE INTO embedders (embedder_key) VALUES (?)', embedderKey)
      const embedder = this.#embedderNumber(embedderKey)
      for (const { textHash, vector, latencyMs } of entries) {
        this.#database.run(
          'INSERT OR IGNORE INTO embeddings (embedder_number, text_hash, vector, latency_ms) VALUES (?, ?, ?, ?)',
          embedder,
          Buffer.from(textHash, 'hex'),
          toBlob(vector),
          latencyMs,
        )
      }
    })
  }

  #embedderNumber(embedderKey: string): number | null {
    const row = this.#database.get<{ embedder_number: number }>(
      'SELECT embedder_number FROM embedders WHERE embedder_key = ?',
      embedderKey,
    )
    return row?.embedder_number ?? null
  }
}
