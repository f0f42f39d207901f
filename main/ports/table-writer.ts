/** A typed column. JSON columns hold values of JSON kinds. */
export interface TableColumn {
  readonly name: string
  readonly type: 'string' | 'double' | 'json'
}

/** A file that rows are added to. */
export interface TableFile {
  /** @param rows shape [rows][columns], in the order of the columns; null where a row has nothing. */
  addRows(rows: readonly (readonly unknown[])[]): void
  /** The bytes of the whole file; nothing can be added then. */
  finish(): Uint8Array
}

/** Writes tables in a binary format. */
export interface TableWriter {
  /** A Parquet file, packed by Snappy; each addition becomes a group of rows. */
  openParquet(columns: readonly TableColumn[]): TableFile
}
