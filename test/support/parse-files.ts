import { type ParseRequest, parseDataset } from '../../main/engine/datasets/parsing/parse-dataset.ts'
import type { ParsedDataset } from '../../main/engine/datasets/parsing/parsed-dataset.ts'
import type { ImportListing } from '../../main/ports/import-source.ts'
import { fileReading } from './file-reading.ts'

export type FileContents = Readonly<Record<string, string | Uint8Array>>

/** An import of files that exist in memory only, in the order of their paths. */
export function listingOf(contents: FileContents, name = 'test'): ImportListing {
  const files = Object.entries(contents)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
      return { path, bytes: bytes.length, read: async () => bytes }
    })
  return { name, files, refused: [] }
}

/** Parses files in memory with the real readers. */
export function parseFiles(contents: FileContents, request: ParseRequest = {}): Promise<ParsedDataset> {
  return parseListing(listingOf(contents), request)
}

export function parseListing(listing: ImportListing, request: ParseRequest = {}): Promise<ParsedDataset> {
  return parseDataset(listing, request, fileReading)
}

export function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

/** What every import must keep to, whatever was in it. */
export function countsAddUp(dataset: ParsedDataset): boolean {
  const perFile = dataset.files.every((file) => {
    const rejections = dataset.rejections.filter((rejection) => rejection.path === file.path)
    return file.rows === file.accepted + file.duplicates + file.rejected && rejections.length === file.rejected
  })
  const ids = new Set(dataset.documents.map((document) => document.docId))
  const queryIds = new Set(dataset.queries.map((query) => query.queryId))
  return (
    perFile &&
    ids.size === dataset.documents.length &&
    queryIds.size === dataset.queries.length &&
    dataset.judgments.every((judgment) => queryIds.has(judgment.queryId)) &&
    dataset.rejections.every((rejection) => rejection.reason !== '')
  )
}
