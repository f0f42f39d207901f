/** What may be unpacked. Nothing is ever written to disk; the limits keep memory and time bounded. */
export interface ZipLimits {
  /** Entries of all archives of one import. */
  readonly maxEntries: number
  /** Unpacked bytes of all archives of one import, as the archives state them. */
  readonly maxTotalBytes: number
  /** Unpacked bytes of one entry. */
  readonly maxFileBytes: number
  /** Unpacked by packed bytes of one entry. */
  readonly maxRatio: number
  /** Entries below this size may have any ratio: a small file cannot do harm. */
  readonly ratioFromBytes: number
  /** Archives within archives: 1 is an archive by itself. */
  readonly maxDepth: number
  /** Bytes of archives within archives, which are held in memory while they are read. */
  readonly maxNestedBytes: number
}

const mebibyte = 1024 * 1024

export const defaultZipLimits: ZipLimits = {
  maxEntries: 50_000,
  maxTotalBytes: 1024 * mebibyte,
  maxFileBytes: 256 * mebibyte,
  maxRatio: 100,
  ratioFromBytes: 4 * mebibyte,
  maxDepth: 3,
  maxNestedBytes: 64 * mebibyte,
}

/** A size in words, e.g. `12.3 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MB`
}
