/** One chunk: the half-open range [start, end) of its document's text in UTF-16 code units, and its o200k_base tokens. */
export interface Chunk {
  readonly start: number
  readonly end: number
  readonly tokens: number
}
