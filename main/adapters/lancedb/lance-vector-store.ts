import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, connect, Session } from '@lancedb/lancedb'
import { Field, FixedSizeList, Float32, Int32, Schema, Utf8 } from 'apache-arrow'
import PQueue from 'p-queue'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { SearchLanguage } from '../../../shared/domain/recipe.ts'
import type { IndexTable, TableSpec, TableWriter, VectorStore } from '../../ports/vector-store.ts'
import { LanceIndexTable } from './lance-index-table.ts'
import { LanceTableWriter } from './lance-table-writer.ts'
import { orDiskFull } from './or-disk-full.ts'
import type { SearchLimits } from './search-limits.ts'

// LanceDB's own defaults are 6 GB and 1 GB: too much for a desktop application.
const indexCacheBytes = BigInt(128 * 1024 * 1024)
const metadataCacheBytes = BigInt(32 * 1024 * 1024)

/** Tables in a local LanceDB folder. */
export class LanceVectorStore implements VectorStore {
  readonly #folder: string
  readonly #connection: Connection
  readonly #limits: SearchLimits

  private constructor(folder: string, connection: Connection) {
    this.#folder = folder
    this.#connection = connection
    this.#limits = { fulltext: new PQueue({ concurrency: 4 }), vectors: new PQueue({ concurrency: 2 }) }
  }

  static async open(folder: string): Promise<LanceVectorStore> {
    const session = new Session(indexCacheBytes, metadataCacheBytes)
    return new LanceVectorStore(folder, await connect(folder, {}, session))
  }

  async create(spec: TableSpec): Promise<TableWriter> {
    const schema = new Schema([
      new Field('chunk', new Int32(), false),
      new Field('text', new Utf8(), false),
      ...(spec.dimensions === null
        ? []
        : [new Field('vector', new FixedSizeList(spec.dimensions, new Field('item', new Float32(), true)), true)]),
    ])
    const table = await orDiskFull(this.#connection.createEmptyTable(spec.tableName, schema))
    return new LanceTableWriter(table, schema, spec, () => this.#bytesOf(spec.tableName))
  }

  async open(tableName: string, language: SearchLanguage): Promise<IndexTable> {
    if (!(await this.listTables()).includes(tableName)) {
      throw new AppError(
        'INDEX_INVALID',
        `The index table ${tableName} is not in the workspace's vectors folder. Documents and results are kept; run \`rungs resume\` to build the index anew.`,
        { tableName },
      )
    }
    try {
      const table = await this.#connection.openTable(tableName)
      return await LanceIndexTable.over(table, language, this.#limits, () => this.#bytesOf(tableName))
    } catch (error) {
      throw this.#unreadable(tableName, error)
    }
  }

  async listTables(): Promise<string[]> {
    return this.#connection.tableNames({ limit: 100_000 })
  }

  async drop(tableName: string): Promise<void> {
    await this.#connection.dropTable(tableName)
  }

  async close(): Promise<void> {
    this.#connection.close()
  }

  #unreadable(tableName: string, cause: unknown): AppError {
    return new AppError(
      'INDEX_INVALID',
      `The index table ${tableName} cannot be read; its files are damaged or of another version. Documents and results are kept; remove ${join(this.#folder, `${tableName}.lance`)} and run \`rungs resume\` to build the index anew.`,
      { tableName },
      { cause },
    )
  }

  #bytesOf(tableName: string): number {
    const folder = join(this.#folder, `${tableName}.lance`)
    if (!existsSync(folder)) return 0
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  }
}
