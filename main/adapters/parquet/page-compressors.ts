import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Compressors } from 'hyparquet'
import { AppError } from '../../../shared/domain/app-error.ts'

/**
 * Unpacks pages with Node's own libraries, never to more than a page states, nor all pages to more than the budget: a
 * file can lie about its size. Snappy is unpacked by hyparquet itself.
 */
export function createPageBudget(maxBytes: number): Compressors {
  let leftBytes = maxBytes
  const within =
    (unpack: (input: Uint8Array, maxOutputLength: number) => Uint8Array) =>
    (input: Uint8Array, outputLength: number): Uint8Array => {
      leftBytes -= outputLength
      if (leftBytes < 0)
        throw new AppError('UNREADABLE_FILE', 'The Parquet file unpacks to more than it states, as bombs do.')
      // A limit of 0 would be none.
      return unpack(input, Math.max(1, outputLength))
    }
  return {
    GZIP: within((input, maxOutputLength) => gunzipSync(input, { maxOutputLength })),
    ZSTD: within((input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength })),
    BROTLI: within((input, maxOutputLength) => brotliDecompressSync(input, { maxOutputLength })),
  }
}
