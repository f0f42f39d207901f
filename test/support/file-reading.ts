import { unpackGzip } from '../../main/adapters/gzip/unpack-gzip.ts'
import { createParquetReader } from '../../main/adapters/parquet/create-parquet-reader.ts'
import { createDocumentReaders } from '../../main/adapters/readers/create-document-readers.ts'
import { decodeText } from '../../main/adapters/text-encoding/decode-text.ts'
import { createXlsxReader } from '../../main/adapters/xlsx/create-xlsx-reader.ts'
import type { FileReading } from '../../main/engine/datasets/parsing/file-reading.ts'

/** The real readers of every format. */
export const fileReading: FileReading = {
  readers: createDocumentReaders(),
  tables: { xlsx: createXlsxReader(), parquet: createParquetReader() },
  unpackGzip,
  decodeText,
}
