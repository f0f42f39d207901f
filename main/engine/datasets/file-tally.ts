import type { ColumnMapping, ImportedFile, ImportFormat, Rejection } from '../../../shared/domain/dataset-import.ts'

/** What one row came to: new, a repetition of what is already there, or not acceptable for the reason given. */
export type RowOutcome = 'accepted' | 'duplicate' | { readonly reason: string }

type FileRole = ImportedFile['role']

/** Counts the rows of one file, so that accepted + duplicates + rejected = rows and every rejection has a reason. */
export class FileTally {
  readonly path: string
  readonly bytes: number
  readonly rejections: Rejection[] = []
  format: ImportFormat | null
  role: FileRole = null
  encoding: string | null = null
  mapping: ColumnMapping = {}
  columns: readonly string[] = []
  #accepted = 0
  #duplicates = 0

  constructor(file: { path: string; bytes: number }, format: ImportFormat | null) {
    this.path = file.path
    this.bytes = file.bytes
    this.format = format
  }

  /** Counts one row (`row` from 1), or the whole file (`row` null). */
  count(row: number | null, outcome: RowOutcome): void {
    if (outcome === 'accepted') this.#accepted++
    else if (outcome === 'duplicate') this.#duplicates++
    else this.rejections.push({ path: this.path, row, reason: outcome.reason })
  }

  get accepted(): number {
    return this.#accepted
  }

  toImportedFile(): ImportedFile {
    const rejected = this.rejections.length
    return {
      path: this.path,
      bytes: this.bytes,
      format: this.format,
      encoding: this.encoding,
      role: this.role,
      mapping: this.mapping,
      columns: [...this.columns],
      rows: this.#accepted + this.#duplicates + rejected,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      rejected,
    }
  }
}
