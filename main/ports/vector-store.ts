import type { SearchLanguage } from '../../shared/domain/recipe.ts'

/** One row of an index table. */
export interface IndexRow {
  /** Position of the chunk in its chunk set, from 0; unique in the table. */
  readonly chunk: number
  /** What full-text search sees: title and chunk text. */
  readonly text: string
  /** Shape [dimensions]; null when the index has no vectors or the text is empty to the embedder (zero vector). */
  readonly vector: Float32Array | null
}

/** A candidate of one side. Full-text: BM25 score; vector: cosine similarity in −1–1. Higher is better on both. */
export interface Candidate {
  readonly chunk: number
  readonly score: number
}

export interface TableSpec {
  /** Unique; letters, digits, `_`. */
  readonly tableName: string
  /** Length of the vectors; null for a table without vectors. */
  readonly dimensions: number | null
  readonly language: SearchLanguage
}

export interface TableStatistics {
  readonly rows: number
  readonly rowsWithVector: number
  readonly bytes: number
  /** `flat` or the name of the approximate index with its settings. */
  readonly vectorIndex: string
  /** How full-text search cuts text into words: `simple` at punctuation and spaces, `icu` by dictionary. */
  readonly tokenizer: string
}

/** A table that is being written. Nothing may search it before `finish`. */
export interface TableWriter {
  /** Refuses rows whose vector has another length or holds NaN or infinity: AppError INDEX_INVALID. */
  add(rows: readonly IndexRow[]): Promise<void>
  /** Builds the full-text index and, from 10,000 rows with vectors, the approximate one. */
  finish(): Promise<TableStatistics>
}

/** A finished table. Results are in order: score descending, chunk ascending. */
export interface IndexTable {
  /** One list per query, each at most `limit` long. Text is data, never query syntax; terms are joined by OR. */
  searchFulltext(queries: readonly string[], limit: number): Promise<Candidate[][]>
  /** One list per query vector; a zero vector finds nothing. */
  searchVectors(vectors: readonly Float32Array[], limit: number): Promise<Candidate[][]>
  statistics(): Promise<TableStatistics>
  close(): void
}

/** Tables of chunks with full-text and vector search: one table per index. */
export interface VectorStore {
  create(spec: TableSpec): Promise<TableWriter>
  /** Throws AppError INDEX_INVALID when there is no such table. */
  open(tableName: string, language: SearchLanguage): Promise<IndexTable>
  listTables(): Promise<string[]>
  drop(tableName: string): Promise<void>
  close(): Promise<void>
}

/** The order of results: score descending, then chunk ascending, so that ties never depend on the engine's threads. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return b.score - a.score || a.chunk - b.chunk
}
