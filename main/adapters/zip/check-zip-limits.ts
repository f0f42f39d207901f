import { fromBufferPromise } from 'yauzl'
import { AppError } from '../../../shared/domain/app-error.ts'
import { readZipEntries, readZipEntry, zipOptions } from './zip-entries.ts'
import { megabytes } from './zip-limits.ts'

const maxTotalBytes = 256 * 1024 * 1024
const maxEntries = 10_000

/**
 * Measures a file that is a zip inside, such as DOCX, before a library unpacks all of it: what it states, and by
 * unpacking entry after entry that this is true.
 * @throws AppError UNREADABLE_FILE when it is damaged or would unpack to more than 256 MB.
 */
export async function checkZipLimits(bytes: Uint8Array): Promise<void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const open = () => fromBufferPromise(buffer, { ...zipOptions })
  const entries = await readZipEntries(open, maxEntries)
  const totalBytes = entries.reduce((total, { entry }) => total + entry.uncompressedSize, 0)
  if (totalBytes > maxTotalBytes)
    throw new AppError(
      'UNREADABLE_FILE',
      `The file would unpack to ${megabytes(totalBytes)}; at most ${megabytes(maxTotalBytes)} are unpacked.`,
    )
  for (const { entry } of entries)
    if (entry.canDecodeFileData() && entry.uncompressedSize > 0) await readZipEntry(open, entry)
}
