import type { CorpusVersionId, IndexId } from '../../../shared/domain/ids.ts'
import type { ChunkSet, IndexKey, IndexRecord, IndexStore } from '../../ports/index-store.ts'
import { toBlob, toInt32Array } from './blob.ts'
import type { Database } from './database.ts'

interface ChunkSetRow {
  chunk_set_id: string
  count: number
  document_position: Uint8Array
  start: Uint8Array
  end: Uint8Array
  tokens: Uint8Array
}

const columns = `
  index_id AS indexId, version_id AS corpusVersionId, chunk_set_id AS chunkSetId, chunking_key AS chunkingKey,
  embedding_key AS embeddingKey, language, table_name AS tableName, chunks, tokens, dimensions, bytes,
  build_ms AS buildMs, vector_index AS vectorIndex, tokenizer, embedder, created_at AS createdAt`

export class SqliteIndexStore implements IndexStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  chunkSet(corpusVersionId: CorpusVersionId, chunkingKey: string): ChunkSet | null {
    const row = this.#database.get<ChunkSetRow>(
      'SELECT * FROM chunk_sets WHERE version_id = ? AND chunking_key = ?',
      corpusVersionId,
      chunkingKey,
    )
    if (!row) return null
    return {
      chunkSetId: row.chunk_set_id,
      count: row.count,
      documentPosition: toInt32Array(row.document_position),
      start: toInt32Array(row.start),
      end: toInt32Array(row.end),
      tokens: toInt32Array(row.tokens),
    }
  }

  addChunkSet(corpusVersionId: CorpusVersionId, chunkingKey: string, chunkSet: ChunkSet): void {
    this.#database.run(
      `INSERT OR IGNORE INTO chunk_sets
         (version_id, chunking_key, chunk_set_id, count, document_position, start, end, tokens)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      corpusVersionId,
      chunkingKey,
      chunkSet.chunkSetId,
      chunkSet.count,
      toBlob(chunkSet.documentPosition),
      toBlob(chunkSet.start),
      toBlob(chunkSet.end),
      toBlob(chunkSet.tokens),
    )
  }

  find(key: IndexKey): IndexRecord | null {
    return (
      this.#database.get<IndexRecord>(
        `SELECT ${columns} FROM indexes
         WHERE version_id = ? AND chunking_key = ? AND language = ? AND embedding_key = ?`,
        key.corpusVersionId,
        key.chunkingKey,
        key.language,
        key.embeddingKey,
      ) ?? null
    )
  }

  findForFulltext(key: Omit<IndexKey, 'embeddingKey'>): IndexRecord | null {
    return (
      this.#database.get<IndexRecord>(
        `SELECT ${columns} FROM indexes WHERE version_id = ? AND chunking_key = ? AND language = ?
         ORDER BY created_at, index_id LIMIT 1`,
        key.corpusVersionId,
        key.chunkingKey,
        key.language,
      ) ?? null
    )
  }

  get(indexId: IndexId): IndexRecord | null {
    return this.#database.get<IndexRecord>(`SELECT ${columns} FROM indexes WHERE index_id = ?`, indexId) ?? null
  }

  add(record: IndexRecord): void {
    this.#database.run(
      `INSERT INTO indexes
         (index_id, version_id, chunk_set_id, chunking_key, embedding_key, language, table_name, chunks, tokens,
          dimensions, bytes, build_ms, vector_index, tokenizer, embedder, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      record.indexId,
      record.corpusVersionId,
      record.chunkSetId,
      record.chunkingKey,
      record.embeddingKey,
      record.language,
      record.tableName,
      record.chunks,
      record.tokens,
      record.dimensions,
      record.bytes,
      record.buildMs,
      record.vectorIndex,
      record.tokenizer,
      record.embedder,
      record.createdAt,
    )
  }

  remove(indexId: IndexId): void {
    this.#database.run('DELETE FROM indexes WHERE index_id = ?', indexId)
  }

  list(): IndexRecord[] {
    return this.#database.all<IndexRecord>(`SELECT ${columns} FROM indexes ORDER BY rowid`)
  }
}
