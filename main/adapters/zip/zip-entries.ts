import { type Entry, getFileNameLowLevel, type ZipFile } from 'yauzl'
import { AppError } from '../../../shared/domain/app-error.ts'

export interface ZipEntry {
  readonly entry: Entry
  /** Name as the archive has it; with `/` and without a check. */
  readonly name: string
}

/** Opens an archive anew, from its file or from memory. The caller closes it. */
export type OpenZip = () => Promise<ZipFile>

/** Options for yauzl: entries on demand; names undecoded, because one bad name would otherwise end the listing. */
export const zipOptions = { lazyEntries: true, autoClose: false, decodeStrings: false } as const

/**
 * Reads the directory of an archive.
 * @throws AppError UNREADABLE_FILE when it is damaged, no zip, or has more entries than `maxEntries`.
 */
export async function readZipEntries(open: OpenZip, maxEntries: number): Promise<ZipEntry[]> {
  let zip: ZipFile | null = null
  try {
    zip = await open()
    if (zip.entryCount > maxEntries)
      throw new AppError(
        'UNREADABLE_FILE',
        `The zip has ${zip.entryCount} entries; at most ${maxEntries} are opened. Nothing of it was imported.`,
      )
    const entries: ZipEntry[] = []
    for await (const entry of zip.eachEntry()) entries.push({ entry, name: nameOf(entry) })
    return entries
  } catch (error) {
    throw asUnreadable(error)
  } finally {
    zip?.close()
  }
}

/**
 * Unpacks one entry into memory. More bytes than the archive states are refused while they come.
 * @throws AppError UNREADABLE_FILE
 */
export async function readZipEntry(open: OpenZip, entry: Entry): Promise<Uint8Array> {
  let zip: ZipFile | null = null
  try {
    zip = await open()
    const stream = await zip.openReadStreamPromise(entry)
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    return Buffer.concat(parts)
  } catch (error) {
    throw asUnreadable(error)
  } finally {
    zip?.close()
  }
}

function asUnreadable(error: unknown): AppError {
  if (error instanceof AppError) return error
  const detail = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
  return new AppError('UNREADABLE_FILE', `The zip is damaged: ${detail}.`, {}, { cause: error })
}

/** Many tools write names in UTF-8 without saying so; what is no UTF-8 is in the archive's own old code page. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw).replaceAll('\\', '/')
  } catch {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
  }
}
