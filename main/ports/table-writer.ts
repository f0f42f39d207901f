/** A typed column; null where a row has nothing. JSON columns hold values of JSON kinds. */
export interface TableColumn {
  readonly name: string
  readonly type: 'string' | 'double' | 'json'
  /** One for each row; all columns have as many. */
  readonly values: readonly unknown[]
}

/** Writes a table in a binary format. */
export interface TableWriter {
  /** The bytes of a Parquet file, packed by Snappy. */
  writeParquet(columns: readonly TableColumn[]): Uint8Array
}
