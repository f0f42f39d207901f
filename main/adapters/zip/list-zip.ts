import { fromBufferPromise } from 'yauzl'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RefusedPath, SourceFile } from '../../ports/import-source.ts'
import { hiddenReason } from './hidden-reason.ts'
import { type OpenZip, readZipEntries, readZipEntry, type ZipEntry, zipOptions } from './zip-entries.ts'
import { megabytes, type ZipLimits } from './zip-limits.ts'

/** What the archives of one import have used up of their limits. */
export interface ZipUsage {
  entries: number
  totalBytes: number
  nestedBytes: number
}

interface ZipListing {
  readonly files: SourceFile[]
  readonly refused: RefusedPath[]
}

interface ZipPlace {
  /** Put before every path; '' or ending in `/`. */
  readonly prefix: string
  /** 1 for an archive that is in no other. */
  readonly depth: number
  readonly limits: ZipLimits
  readonly usage: ZipUsage
}

/**
 * Lists the files of an archive and of the archives in it, within limits. Entries are unpacked when they are read.
 * @throws AppError UNREADABLE_FILE with a sentence when the archive as a whole is damaged or breaks a limit.
 */
export async function listZip(open: OpenZip, place: ZipPlace): Promise<ZipListing> {
  const { limits, usage, prefix, depth } = place
  const entries = await readZipEntries(open, limits.maxEntries - usage.entries)
  const files = entries.filter(({ name }) => !name.endsWith('/'))
  const totalBytes = files.reduce((total, { entry }) => total + entry.uncompressedSize, 0)
  if (usage.totalBytes + totalBytes > limits.maxTotalBytes)
    throw new AppError(
      'UNREADABLE_FILE',
      `The zip would unpack to ${megabytes(totalBytes)}; at most ${megabytes(limits.maxTotalBytes)} are unpacked in one import. Nothing of it was imported.`,
    )
  usage.entries += entries.length
  usage.totalBytes += totalBytes

  const listing: ZipListing = { files: [], refused: [] }
  const seen = new Set<string>()
  for (const zipEntry of files) {
    const path = prefix + printablePath(zipEntry.name)
    const reason = seen.has(path)
      ? 'The zip has two entries of this name; the first one was taken.'
      : refusal(zipEntry, limits)
    seen.add(path)
    if (reason !== null) listing.refused.push({ path, reason })
    else if (/\.zip$/i.test(path)) await addNestedZip(open, zipEntry, { path, depth, limits, usage }, listing)
    else listing.files.push(sourceFile(open, zipEntry, path))
  }
  return listing
}

async function addNestedZip(
  open: OpenZip,
  zipEntry: ZipEntry,
  place: Omit<ZipPlace, 'prefix'> & { readonly path: string },
  listing: ZipListing,
): Promise<void> {
  const { path, depth, limits, usage } = place
  const { uncompressedSize } = zipEntry.entry
  try {
    if (depth >= limits.maxDepth)
      throw new AppError('UNREADABLE_FILE', `Zips within zips are opened to a depth of ${limits.maxDepth}.`)
    if (usage.nestedBytes + uncompressedSize > limits.maxNestedBytes)
      throw new AppError(
        'UNREADABLE_FILE',
        `Zips within zips may have ${megabytes(limits.maxNestedBytes)} together; unpack this one first.`,
      )
    usage.nestedBytes += uncompressedSize
    const bytes = Buffer.from(await readZipEntry(open, zipEntry.entry))
    const openNested: OpenZip = () => fromBufferPromise(bytes, { ...zipOptions })
    const nested = await listZip(openNested, { prefix: `${path}/`, depth: depth + 1, limits, usage })
    listing.files.push(sourceFile(open, zipEntry, path), ...nested.files)
    listing.refused.push(...nested.refused)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    listing.refused.push({ path, reason: error.message })
  }
}

function sourceFile(open: OpenZip, { entry }: ZipEntry, path: string): SourceFile {
  return { path, bytes: entry.uncompressedSize, read: () => readZipEntry(open, entry) }
}

function refusal({ entry, name }: ZipEntry, limits: ZipLimits): string | null {
  const { compressedSize, uncompressedSize } = entry
  if (name === '' || /^\/|^[a-z]:/i.test(name) || name.split('/').includes('..'))
    return 'The name leads out of the zip.'
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return 'The entry is a link, not a file.'
  const hidden = hiddenReason(name)
  if (hidden !== null) return hidden
  if (entry.isEncrypted()) return 'The entry is locked with a password.'
  if (!entry.canDecodeFileData())
    return `The entry is packed by a method (${entry.compressionMethod}) that is not supported.`
  if (uncompressedSize > limits.maxFileBytes)
    return `The entry would unpack to ${megabytes(uncompressedSize)}; at most ${megabytes(limits.maxFileBytes)} per file are read.`
  const isPackedTooWell = uncompressedSize > limits.maxRatio * Math.max(1, compressedSize)
  if (uncompressedSize >= limits.ratioFromBytes && isPackedTooWell)
    return `The entry would unpack to more than ${limits.maxRatio} times its size, as zip bombs do.`
  return null
}

/** Names can hold control characters, which have no place in a report. */
function printablePath(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return name.replace(/[\u0000-\u001f\u007f]/g, '\ufffd').replace(/^(\.\/)+/, '')
}
