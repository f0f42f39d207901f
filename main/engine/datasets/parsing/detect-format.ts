import type { DocumentFormat } from '../../../ports/document-readers.ts'
import type { BinaryTableFormat } from '../../../ports/table-reader.ts'
import { baseName } from './path-names.ts'

export type TableFormat = 'csv' | 'tsv' | 'json' | 'jsonl'

/** What a file is, as far as its name tells. */
export type FileKind =
  | { readonly kind: 'document'; readonly format: DocumentFormat }
  | { readonly kind: 'table'; readonly format: TableFormat }
  | { readonly kind: 'binary-table'; readonly format: BinaryTableFormat }
  | { readonly kind: 'qrels' }
  | { readonly kind: 'trec-run' }
  | { readonly kind: 'promptfoo' }
  | { readonly kind: 'archive' }
  | { readonly kind: 'unsupported'; readonly reason: string }

const documentExtensions: Readonly<Record<string, DocumentFormat>> = {
  '': 'text',
  txt: 'text',
  text: 'text',
  log: 'text',
  rst: 'text',
  adoc: 'text',
  asciidoc: 'text',
  org: 'text',
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  mkd: 'markdown',
  mdx: 'markdown',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  pdf: 'pdf',
  docx: 'docx',
}

const tableExtensions: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
}

const binaryTableExtensions: Readonly<Record<string, BinaryTableFormat>> = {
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  parquet: 'parquet',
}

const unsupportedKinds: Readonly<Record<string, string>> = {
  xls: 'Excel workbooks in the old .xls format',
  xlsb: 'Excel workbooks in the binary .xlsb format',
  ods: 'OpenDocument spreadsheets',
  odt: 'OpenDocument texts',
  odp: 'OpenDocument presentations',
  pptx: 'PowerPoint presentations',
  ppt: 'PowerPoint presentations',
  doc: 'Word documents in the old .doc format',
  rtf: 'Rich Text files',
  epub: 'EPUB books',
  mobi: 'Kindle books',
  ipynb: 'Jupyter notebooks',
  xml: 'XML files',
  rss: 'RSS feeds',
  atom: 'Atom feeds',
  eml: 'Mail messages',
  msg: 'Outlook messages',
  mbox: 'Mailboxes',
  arrow: 'Arrow files',
  sqlite: 'SQLite databases',
  db: 'Databases',
  '7z': '7-Zip archives',
  rar: 'RAR archives',
  tar: 'Tar archives',
  gz: 'Gzip files of this kind',
  tgz: 'Tar archives',
  bz2: 'Bzip2 files',
  xz: 'XZ files',
  zst: 'Zstandard files',
}

const mediaExtensions: readonly (readonly [string, string])[] = [
  ['images', 'png jpg jpeg gif webp bmp tif tiff svg heic ico'],
  ['sound recordings', 'mp3 wav m4a flac ogg aac wma'],
  ['videos', 'mp4 mov avi mkv webm'],
  ['programs or binary data', 'exe dll so dylib bin dat class jar wasm pyc o'],
]

/**
 * Says what a file is by its name; the content of text files is looked at later.
 * @param path with `/`.
 */
export function detectFormat(path: string): FileKind {
  const isPacked = isGzip(path)
  const name = baseName(isPacked ? path.slice(0, -3) : path).toLowerCase()
  const extension = extensionOf(name)
  if (isPacked && extension === 'zip') return { kind: 'unsupported', reason: unsupportedReason('gz') }
  if (extension === 'zip') return { kind: 'archive' }
  if (/^qrels?$/.test(extension) || /^qrels?$/.test(name)) return { kind: 'qrels' }
  if (/(^|\/)qrels?\/[^/]+$/i.test(path) && /^(tsv|txt|csv|)$/.test(extension)) return { kind: 'qrels' }
  if (/^qrels?([._-].*)?\.(tsv|txt)$/.test(name)) return { kind: 'qrels' }
  if (extension === 'run' || extension === 'trec') return { kind: 'trec-run' }
  if (extension === 'yaml' || extension === 'yml') return { kind: 'promptfoo' }
  const binaryFormat = ownValue(binaryTableExtensions, extension)
  if (binaryFormat !== undefined) return { kind: 'binary-table', format: binaryFormat }
  const documentFormat = ownValue(documentExtensions, extension)
  if (documentFormat !== undefined) return { kind: 'document', format: documentFormat }
  const tableFormat = ownValue(tableExtensions, extension)
  if (tableFormat !== undefined) return { kind: 'table', format: tableFormat }
  return { kind: 'unsupported', reason: unsupportedReason(extension) }
}

/** Whether a file is packed by gzip: what it is stands before that ending. */
export function isGzip(path: string): boolean {
  return /\.gz$/i.test(path)
}

/** Whether a text without a telling name is a table of TREC judgments: query, iteration, document, whole number. */
export function looksLikeTrecQrels(text: string): boolean {
  return firstLinesMatch(text, /^\S+\s+(0|Q0)\s+\S+\s+-?\d+\s*$/)
}

/** Whether a text without a telling name is a TREC run: query, Q0, document, rank, score, tag. */
export function looksLikeTrecRun(text: string): boolean {
  return firstLinesMatch(text, /^\S+\s+(0|Q0)\s+\S+\s+\d+\s+[+-]?(\d|\.\d|inf|nan)\S*\s+\S+\s*$/i)
}

function firstLinesMatch(text: string, pattern: RegExp): boolean {
  const lines = text
    .slice(0, 4000)
    .split(/\r?\n/)
    .slice(0, 21)
    .filter((line) => line.trim() !== '')
  // The last line may be cut in half by the slice above.
  const whole = text.length > 4000 || lines.length > 20 ? lines.slice(0, -1) : lines
  return whole.length > 0 && whole.every((line) => pattern.test(line))
}

/** Whether the first line of a text is BEIR's header of judgments. */
export function hasQrelsHeader(text: string): boolean {
  return /^\s*query-id[\t ,;]+corpus-id[\t ,;]+score\s*$/i.test(text.slice(0, 200).split(/\r?\n/, 1)[0] ?? '')
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1) : ''
}

function unsupportedReason(extension: string): string {
  const media = mediaExtensions.find(([, extensions]) => extensions.split(' ').includes(extension))?.[0]
  if (media !== undefined) return `${media[0]!.toUpperCase()}${media.slice(1)} (.${extension}) cannot be imported.`
  const kind = ownValue(unsupportedKinds, extension) ?? 'Files of this kind'
  return `${kind} (.${extension}) are not supported in this version; save it as PDF, DOCX, HTML, Markdown, text, CSV, XLSX or JSON to import it.`
}

function ownValue<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
