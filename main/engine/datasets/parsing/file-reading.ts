import { createHash } from 'node:crypto'
import type { DocumentReaders } from '../../../ports/document-readers.ts'
import type { SourceFile } from '../../../ports/import-source.ts'
import type { TableReaders } from '../../../ports/table-reader.ts'
import type { DecodeText } from '../../../ports/text-decoder.ts'
import { isGzip } from './detect-format.ts'
import type { FileTally } from './file-tally.ts'
import type { ImportStep } from './import-step.ts'

/** How the bytes of files become text. */
export interface FileReading {
  readonly readers: DocumentReaders
  readonly tables: TableReaders
  /** Throws AppError UNREADABLE_FILE. */
  readonly unpackGzip: (bytes: Uint8Array) => Uint8Array
  readonly decodeText: DecodeText
}

/** The text of a file; its tally learns the encoding. Throws AppError UNREADABLE_FILE. */
export async function readText({ file, tally }: ImportStep, reading: FileReading): Promise<string> {
  return decodeInto(tally, await readBytes(file, reading), reading)
}

/** The bytes of a file, without the gzip around them. Throws AppError UNREADABLE_FILE. */
export async function readBytes(file: SourceFile, reading: FileReading): Promise<Uint8Array> {
  return unpacked(file, await file.read(), reading)
}

/** What was read of a file, without the gzip around it if its name says that it has one. */
export function unpacked({ path }: SourceFile, bytes: Uint8Array, { unpackGzip }: FileReading): Uint8Array {
  return isGzip(path) ? unpackGzip(bytes) : bytes
}

/** The text of the bytes; the tally learns their encoding. */
export function decodeInto(tally: FileTally, bytes: Uint8Array, { decodeText }: FileReading): string {
  const { text, encoding } = decodeText(bytes)
  tally.encoding = encoding
  return text
}

/** SHA-256 of the bytes, in hexadecimal digits. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
