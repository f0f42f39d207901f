import { AppError } from '../../../shared/domain/app-error.ts'
import {
  type Candidate,
  compareCandidates,
  type IndexRow,
  type IndexTable,
  type TableSpec,
  type TableStatistics,
  type TableWriter,
  type VectorStore,
} from '../../ports/vector-store.ts'

interface MemoryTable {
  readonly spec: TableSpec
  readonly rows: IndexRow[]
  finished: boolean
}

/** Tables in memory, for tests: exact vectors, and BM25 over lower-cased words without stemming or stop words. */
export class MemoryVectorStore implements VectorStore {
  readonly #tables = new Map<string, MemoryTable>()

  async create(spec: TableSpec): Promise<TableWriter> {
    if (this.#tables.has(spec.tableName)) {
      throw new AppError('INDEX_INVALID', `There is a table ${spec.tableName} already. It was left as it is.`)
    }
    const table: MemoryTable = { spec, rows: [], finished: false }
    this.#tables.set(spec.tableName, table)
    return {
      add: async (rows) => {
        for (const row of rows) {
          if (row.vector && (row.vector.length !== spec.dimensions || !row.vector.every(Number.isFinite))) {
            throw new AppError('INDEX_INVALID', `The vector of chunk ${row.chunk} does not fit the index.`)
          }
        }
        table.rows.push(...rows)
      },
      finish: async () => {
        table.finished = true
        return statisticsOf(table)
      },
    }
  }

  async open(tableName: string): Promise<IndexTable> {
    const table = this.#tables.get(tableName)
    if (!table?.finished) throw new AppError('INDEX_INVALID', `There is no finished table ${tableName}.`)
    return {
      searchFulltext: async (queries, limit) => queries.map((query) => matchingRows(table, query, limit)),
      searchVectors: async (vectors, limit) => vectors.map((vector) => nearestRows(table, vector, limit)),
      statistics: async () => statisticsOf(table),
      close: () => {},
    }
  }

  async listTables(): Promise<string[]> {
    return [...this.#tables.keys()]
  }

  async drop(tableName: string): Promise<void> {
    this.#tables.delete(tableName)
  }

  async close(): Promise<void> {}
}

function statisticsOf(table: MemoryTable): TableStatistics {
  return {
    rows: table.rows.length,
    rowsWithVector: table.rows.filter((row) => row.vector !== null).length,
    bytes: table.rows.reduce((sum, row) => sum + row.text.length + (row.vector?.byteLength ?? 0), 0),
    vectorIndex: 'flat',
    tokenizer: 'simple',
  }
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** BM25 with k1 1.2 and b 0.75. Robertson & Zaragoza 2009. */
function matchingRows(table: MemoryTable, query: string, limit: number): Candidate[] {
  const documents = table.rows.map((row) => wordsOf(row.text))
  const meanLength = documents.reduce((sum, words) => sum + words.length, 0) / Math.max(1, documents.length)
  const scores = new Float32Array(documents.length)
  for (const term of new Set(wordsOf(query))) {
    const counts = documents.map((words) => words.filter((word) => word === term).length)
    const documentFrequency = counts.filter((count) => count > 0).length
    const idf = Math.log(1 + (documents.length - documentFrequency + 0.5) / (documentFrequency + 0.5))
    counts.forEach((count, row) => {
      const length = documents[row]!.length / meanLength
      scores[row]! += count === 0 ? 0 : (idf * count * 2.2) / (count + 1.2 * (0.25 + 0.75 * length))
    })
  }
  return best(table, scores, limit, (score) => score > 0)
}

function nearestRows(table: MemoryTable, query: Float32Array, limit: number): Candidate[] {
  const scores = new Float32Array(table.rows.length).fill(Number.NaN)
  table.rows.forEach((row, index) => {
    if (row.vector) scores[index] = cosine(row.vector, query)
  })
  return best(table, scores, limit, Number.isFinite)
}

function best(table: MemoryTable, scores: Float32Array, limit: number, keep: (score: number) => boolean): Candidate[] {
  return table.rows
    .map((row, index) => ({ chunk: row.chunk, score: scores[index]! }))
    .filter((candidate) => keep(candidate.score))
    .sort(compareCandidates)
    .slice(0, limit)
}

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0
  let squaredA = 0
  let squaredB = 0
  for (let i = 0; i < a.length; i += 1) {
    dot += a[i]! * b[i]!
    squaredA += a[i]! ** 2
    squaredB += b[i]! ** 2
  }
  return dot / Math.sqrt(squaredA * squaredB)
}
