/** A row as it stands in its file: values of JSON kinds, aligned with the columns; a row may be shorter than others. */
export interface RawRow {
  /** Row of the sheet, or record of the file, from 1. */
  readonly row: number
  readonly values: readonly unknown[]
}

/** A table of a binary file, before it is known what its columns mean. */
export interface RawTable {
  /** The sheet's name; null in a file that is one table. */
  readonly name: string | null
  /** Names of the columns where the format states them; null where one of the rows does. */
  readonly columns: readonly string[] | null
  /** Rows with at least one value, in order. */
  readonly rows: readonly RawRow[]
  /** Remarks in plain sentences, e.g. formulas without a stored result. */
  readonly notes: readonly string[]
}

/** Binary formats that hold tables. */
export type BinaryTableFormat = 'xlsx' | 'parquet'

/**
 * Turns the bytes of one file into its tables, in their order. Throws AppError UNREADABLE_FILE with a sentence that says
 * what is wrong when the file is damaged, encrypted, or larger than what is read.
 */
export interface TableReader {
  read(bytes: Uint8Array): Promise<RawTable[]>
}

/** One reader for every format of tables. */
export type TableReaders = Readonly<Record<BinaryTableFormat, TableReader>>
