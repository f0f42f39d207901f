import type { AsyncBuffer, ColumnMetaData, FileMetaData } from 'hyparquet'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RawTable, TableReader } from '../../ports/table-reader.ts'
import { createPageBudget } from './page-compressors.ts'
import { parquetParsers, plainValue } from './plain-value.ts'

/** More rows or unpacked bytes are no table for one machine's memory. */
const maxRows = 2_000_000
const maxBytes = 1024 * 1024 * 1024
/** One list can hold many values; each takes memory whatever it was packed to. */
const maxValues = 100_000_000

const readableCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI']

/** Parquet: columns of plain values, lists, structures and maps. Dates and times become ISO 8601. */
export function createParquetReader(): TableReader {
  return {
    async read(bytes) {
      const magic = (at: number) => new TextDecoder('latin1').decode(bytes.subarray(at, at + 4))
      if (magic(0) === 'PARE' || magic(bytes.length - 4) === 'PARE')
        throw new AppError('UNREADABLE_FILE', 'The Parquet file is encrypted; save it without encryption to import it.')
      if (bytes.length < 12 || magic(0) !== 'PAR1' || magic(bytes.length - 4) !== 'PAR1')
        throw new AppError('UNREADABLE_FILE', 'The file is damaged or no Parquet file: its marks are missing.')
      try {
        return [await readTable(bytes)]
      } catch (error) {
        throw asUnreadable(error)
      }
    },
  }
}

async function readTable(bytes: Uint8Array): Promise<RawTable> {
  // Loaded when the first Parquet file comes: most imports have none.
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await import('hyparquet')
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

function asUnreadable(error: unknown): AppError {
  if (error instanceof AppError) return error
  const detail =
    error instanceof Error ? error.message.split('\n', 1)[0]!.slice(0, 200).replace(/\.$/, '') : 'unknown error'
  return new AppError(
    'UNREADABLE_FILE',
    `The Parquet file is damaged and cannot be read (${detail}).`,
    {},
    { cause: error },
  )
}
