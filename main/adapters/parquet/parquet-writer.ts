import { parquetWriteBuffer } from 'hyparquet-writer'
import type { TableWriter } from '../../ports/table-writer.ts'

const types = { string: 'STRING', double: 'DOUBLE', json: 'JSON' } as const

/** Parquet files by hyparquet-writer. */
export const parquetWriter: TableWriter = {
  writeParquet: (columns) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: columns.map(({ name, type, values }) => ({
          name,
          type: types[type],
          nullable: true,
          data: [...values],
        })),
        createdBy: 'rungs',
      }),
    ),
}
