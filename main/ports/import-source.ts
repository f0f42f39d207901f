/** One file offered for import. */
export interface SourceFile {
  /** Path with `/`, below the dropped folder or zip; a single dropped file has its own name. */
  readonly path: string
  readonly bytes: number
  /** Reads the whole content. Throws AppError UNREADABLE_FILE when that is not possible. */
  read(): Promise<Uint8Array>
}

/** A path that cannot be offered (a link that leads outside, a bad zip entry, a limit), with a sentence why. */
export interface RefusedPath {
  readonly path: string
  readonly reason: string
}

export interface ImportListing {
  /** Folder's, zip's or file's name without extension: the default name of the dataset. */
  readonly name: string
  readonly files: readonly SourceFile[]
  readonly refused: readonly RefusedPath[]
}

/** Finds the files behind the paths that a user gave: files, folders (walked), zips (listed within limits). */
export interface ImportSource {
  /** Throws AppError NOT_FOUND when a path does not exist. Files are sorted by path. */
  list(paths: readonly string[]): Promise<ImportListing>
}
