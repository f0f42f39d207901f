import type { CorpusVersionId, IndexId } from '../../shared/domain/ids.ts'
import type { SearchLanguage } from '../../shared/domain/recipe.ts'

/** All chunks of a corpus version under one chunking, packed column by column. Each array has length `count`. */
export interface ChunkSet {
  readonly chunkSetId: string
  readonly count: number
  /** Position of the chunk's document in the corpus version. */
  readonly documentPosition: Int32Array
  readonly start: Int32Array
  readonly end: Int32Array
  readonly tokens: Int32Array
}

/** A finished index: checked, and the only kind that the database points to. */
export interface IndexRecord {
  readonly indexId: IndexId
  readonly corpusVersionId: CorpusVersionId
  readonly chunkSetId: string
  readonly chunkingKey: string
  readonly embeddingKey: string
  readonly language: SearchLanguage
  readonly tableName: string
  readonly chunks: number
  readonly tokens: number
  readonly dimensions: number | null
  readonly bytes: number
  readonly buildMs: number
  readonly vectorIndex: string
  readonly tokenizer: string
  /** What embeds queries for this index: the key of the fitted model, or of the remote embedder. */
  readonly embedder: string | null
  readonly createdAt: string
}

/** What identifies an index. */
export type IndexKey = Pick<IndexRecord, 'corpusVersionId' | 'chunkingKey' | 'embeddingKey' | 'language'>

export interface IndexStore {
  chunkSet(corpusVersionId: CorpusVersionId, chunkingKey: string): ChunkSet | null
  addChunkSet(corpusVersionId: CorpusVersionId, chunkingKey: string, chunkSet: ChunkSet): void
  find(key: IndexKey): IndexRecord | null
  /** Any index of this text under this chunking and language: a full-text search needs no particular embedding. */
  findForFulltext(key: Omit<IndexKey, 'embeddingKey'>): IndexRecord | null
  get(indexId: IndexId): IndexRecord | null
  /** The moment from which the index exists. */
  add(record: IndexRecord): void
  list(): IndexRecord[]
  /** Forgets an index whose table is gone, so that it is built again when it is needed. Its chunks stay. */
  remove(indexId: IndexId): void
}
