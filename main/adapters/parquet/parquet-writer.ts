import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { TableWriter } from '../../ports/table-writer.ts'

const types = { string: 'STRING', double: 'DOUBLE', json: 'JSON' } as const

/** Parquet files by hyparquet-writer. */
export const parquetWriter: TableWriter = {
  openParquet: (columns) => {
    const columnData = (rows: readonly (readonly unknown[])[]) =>
      columns.map(({ name, type }, place) => ({
        ...{ name, type: types[type], nullable: true },
        data: rows.map((row) => row[place]),
      }))
    const bytes = new ByteWriter()
    const writer = new ParquetWriter({
      writer: bytes,
      schema: schemaFromColumnData({ columnData: columnData([]) }),
      createdBy: 'rungs',
    })
    return {
      addRows: (rows) => {
        if (rows.length > 0) void writer.write({ columnData: columnData(rows), rowGroupSize: rows.length })
      },
      finish: () => {
        void writer.finish()
        return bytes.getBytes()
      },
    }
  },
}
