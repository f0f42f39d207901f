import {
  type AsyncBuffer,
  type ColumnMetaData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RawTable } from '../../ports/table-reader.ts'
import { createPageBudget } from './page-compressors.ts'
import { parquetParsers, plainValue } from './plain-value.ts'

/** More rows or unpacked bytes are no table for one machine's memory. */
const maxRows = 2_000_000
const maxBytes = 1024 * 1024 * 1024
/** One list can hold many values; each takes memory whatever it was packed to. */
const maxValues = 100_000_000

const readableCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI']

/** The whole file as one table. Throws AppError UNREADABLE_FILE beyond the limits, or the library's own errors. */
export async function readParquetTable(bytes: Uint8Array): Promise<RawTable> {
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end = bytes.length) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  }
  const options = { parsers: parquetParsers, geoparquet: false }
  const metadata = await parquetMetadataAsync(file, options)
  checkLimits(metadata)
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name)
  const rows: unknown[][] = []
  if (metadata.num_rows > 0n)
    await parquetRead({
      file,
      metadata,
      ...options,
      compressors: createPageBudget(maxBytes),
      rowFormat: 'array',
      onComplete: (read) => {
        for (const row of read) rows.push(row)
      },
    })
  return {
    name: null,
    columns,
    rows: rows.map((row, index) => ({ row: index + 1, values: row.map(plainValue) })),
    notes: [],
  }
}

/** What the file states of itself; that it is true is seen while it is unpacked. */
function checkLimits({ num_rows: rows, row_groups: groups }: FileMetaData): void {
  if (rows > BigInt(maxRows))
    throw new AppError(
      'UNREADABLE_FILE',
      `The Parquet file has ${rows} rows; at most ${maxRows} are read. Save a part of it to import it.`,
    )
  const columns = groups.flatMap((group) =>
    group.columns.flatMap((column): ColumnMetaData[] => (column.meta_data ? [column.meta_data] : [])),
  )
  const refused = columns.find(({ codec }) => !readableCodecs.includes(codec))
  if (refused)
    throw new AppError(
      'UNREADABLE_FILE',
      `The Parquet file is packed by ${refused.codec}, which is not supported; save it with Snappy, gzip, Zstandard, Brotli or unpacked.`,
    )
  const unpackedBytes = columns.reduce((sum, column) => sum + column.total_uncompressed_size, 0n)
  const values = columns.reduce((sum, column) => sum + column.num_values, 0n)
  if (unpackedBytes > BigInt(maxBytes) || values > BigInt(maxValues))
    throw new AppError(
      'UNREADABLE_FILE',
      `The Parquet file would unpack to ${unpackedBytes >> 20n} MB and ${values} values; at most ${maxBytes >> 20} MB and ${maxValues} values are read. Save a part of it, without columns of vectors, to import it.`,
    )
}
