import { gunzipSync } from 'node:zlib'
import { AppError } from '../../../shared/domain/app-error.ts'

/** As much as a file of its own may have. */
const maxBytes = 256 * 1024 * 1024

/** Unpacks a gzip file. Throws AppError UNREADABLE_FILE when it is damaged or would unpack to more than 256 MB. */
export function unpackGzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new AppError(
      'UNREADABLE_FILE',
      isTooLarge
        ? 'The gzip file would unpack to more than 256 MB; unpack it and split it first.'
        : 'The gzip file is damaged and cannot be unpacked.',
      {},
      { cause: error },
    )
  }
}
