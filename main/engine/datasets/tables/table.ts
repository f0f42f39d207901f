import type { Cells } from './cell-values.ts'

export interface TableRow {
  /** Line of a CSV or JSONL file, record number of a JSON file; from 1. */
  readonly row: number
  readonly cells: Cells
}

/** A file of rows, before it is known what its columns mean. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** Rows that could not be read. */
  readonly malformed: readonly { readonly row: number; readonly reason: string }[]
  readonly notes: readonly string[]
}

/** More columns than this are no table that a person made; such a file is refused. */
export const maxColumns = 2000
