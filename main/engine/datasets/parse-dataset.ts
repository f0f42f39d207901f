import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { ColumnMapping, FileChoice, ImportFormat, ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { DocumentFormat, DocumentReaders } from '../../ports/document-readers.ts'
import type { ImportListing, SourceFile } from '../../ports/import-source.ts'
import type { TableReaders } from '../../ports/table-reader.ts'
import type { DecodeText } from '../../ports/text-decoder.ts'
import { checkMapping } from './check-mapping.ts'
import { DatasetBuilder } from './dataset-builder.ts'
import {
  detectFormat,
  type FileKind,
  hasQrelsHeader,
  isGzip,
  looksLikeTrecQrels,
  looksLikeTrecRun,
  stemOf,
} from './detect-format.ts'
import { FileTally } from './file-tally.ts'
import { type BeirRole, findBeirLayout, forcedBeirLayout } from './find-beir-layout.ts'
import { finishDataset } from './finish-dataset.ts'
import { ownRunCandidates } from './own-run-candidates.ts'
import { parseBeirAnswers, parseBeirCorpus, parseBeirQueries } from './parse-beir.ts'
import { parseQrels } from './parse-qrels.ts'
import { parseRawTables } from './parse-raw-tables.ts'
import { parseTableFile } from './parse-table-file.ts'
import { parseTrecRun } from './parse-trec-run.ts'
import type { ParsedDataset } from './parsed-dataset.ts'
import type { RunCandidate } from './parsed-run.ts'
import { readJsonLines } from './read-json-lines.ts'
import { settleRuns } from './settle-runs.ts'

/** How the bytes of files become text. */
export interface FileReading {
  readonly readers: DocumentReaders
  readonly tables: TableReaders
  /** Throws AppError UNREADABLE_FILE. */
  readonly unpackGzip: (bytes: Uint8Array) => Uint8Array
  readonly decodeText: DecodeText
}

/** The part of an import request that says how files are understood. */
export interface ParseRequest
  extends Pick<ImportRequest, 'name' | 'as' | 'files' | 'split'>,
    Partial<Pick<ImportRequest, 'mapping'>> {
  /** Queries that are stored already: judgments of them are taken though the import does not bring them. */
  readonly knownQueryIds?: ReadonlySet<string>
  /** Splits of stored eval sets that a run may answer; those of this import come before them. */
  readonly runCandidates?: () => readonly RunCandidate[]
}

interface Step {
  readonly file: SourceFile
  readonly tally: FileTally
  readonly kind: FileKind | { readonly kind: 'beir'; readonly role: BeirRole }
  /** The user said what it is: its content does not change that. */
  readonly isForced: boolean
  readonly mapping: ColumnMapping
  readonly isWholeMapping: boolean
  /** Tallies of its sheets, once it was read, where several hold something. */
  readonly sheets: FileTally[]
}

/** Follows and stops the reading of many files. */
export interface ParseWatch {
  readonly signal?: AbortSignal | undefined
  onFile?(done: number, total: number): void
}

/**
 * Understands the files of an import: documents, questions with answers and gold spans, judgments. Nothing is stored.
 * Files are read one after another, so that only one is in memory besides what was taken from it.
 *
 * Every file and every refused path is reported, with accepted + duplicates + rejected = rows; every rejection has a
 * reason; a file that cannot be read does not stop the others. Gold spans are not anchored yet (see anchorSpan).
 *
 * @param watch told before every file; its signal stops the reading between two files.
 * @throws AppError INVALID_INPUT when the mapping names a column that no file has, or when there are several BEIR
 *   datasets at once.
 */
export async function parseDataset(
  listing: ImportListing,
  request: ParseRequest,
  reading: FileReading,
  watch: ParseWatch = {},
): Promise<ParsedDataset> {
  const builder = new DatasetBuilder()
  const steps = planSteps(listing, request)
  const columnsByFile = new Map<string, readonly string[]>()
  for (const [index, step] of [...steps].sort((a, b) => phaseOf(a) - phaseOf(b)).entries()) {
    watch.signal?.throwIfAborted()
    watch.onFile?.(index, steps.length)
    await takeFile(step, request, reading, builder)
    // The columns of a run are fixed by its format: no mapping can name them.
    for (const { path, columns, role } of [step.tally, ...step.sheets])
      if (columns.length > 0 && role !== 'run') columnsByFile.set(path, columns)
  }
  checkMapping(request.mapping ?? {}, columnsByFile)

  const { queries, judgments } = finishDataset(builder, request.knownQueryIds ?? new Set())
  const own = ownRunCandidates({ name: request.name ?? listing.name, queries, judgments }, builder)
  const stored = () =>
    (request.runCandidates?.() ?? []).filter(({ evalSetName }) => own[0]?.evalSetName !== evalSetName)
  const runs = settleRuns(builder, () => [...own, ...stored()], { evalSet: request.name, split: request.split })
  const refused = listing.refused.map(({ path, reason }) => {
    const tally = new FileTally({ path, bytes: 0 }, null)
    tally.count(null, { reason })
    return tally
  })
  const tallies = [...steps.flatMap((step) => [step.tally, ...step.sheets]), ...refused]
  return {
    name: request.name ?? listing.name,
    documents: [...builder.documents.values()],
    duplicateDocuments: builder.duplicateDocuments,
    queries,
    judgments,
    runs,
    files: tallies.map((tally) => tally.toImportedFile()),
    rejections: tallies.flatMap((tally) => tally.rejections),
    notes: builder.notes,
    samples: new Map(tallies.map((tally) => [tally.path, tally.toSample()])),
  }
}

function planSteps(listing: ImportListing, { as, mapping = {}, files = {} }: ParseRequest): Step[] {
  const paths = listing.files.map((file) => file.path)
  const beir = as === 'beir' ? forcedBeirLayout : as === undefined || as === 'zip' ? findBeirLayout(paths) : null
  return listing.files.map((file) => {
    const choice: FileChoice = Object.hasOwn(files, file.path) ? files[file.path]! : {}
    const kind = choice.format === undefined ? detectKind(file.path) : chosenKind(file.path, choice.format)
    return {
      file,
      tally: new FileTally(file, formatOf(kind)),
      kind,
      isForced: as !== undefined || choice.format !== undefined,
      mapping: choice.mapping ?? mapping,
      isWholeMapping: choice.mapping !== undefined,
      sheets: [],
    }
  })

  function detectKind(path: string): Step['kind'] {
    const detected = detectFormat(path)
    const role = detected.kind === 'archive' ? null : (beir?.roleOf(path) ?? null)
    // Runs lie beside the dataset that they answer.
    if (role === 'other' && as === undefined && detected.kind === 'trec-run') return detected
    return role === null ? forcedKind(detected, as, paths.length === 1) : { kind: 'beir', role }
  }
}

function chosenKind(path: string, format: ImportFormat): Step['kind'] {
  if (format === 'beir') return { kind: 'beir', role: forcedBeirLayout.roleOf(path) ?? 'other' }
  return forcedKind(detectFormat(path), format, true)
}

/**
 * What the user says a file is wins over its name; in a folder only over names of text files, so that one `--as csv`
 * does not turn pictures and PDFs into tables.
 */
function forcedKind(detected: FileKind, as: ImportRequest['as'], isOnlyFile: boolean): FileKind {
  if (as === undefined || as === 'zip' || as === 'beir' || detected.kind === 'archive') return detected
  const isBinary =
    detected.kind === 'unsupported' ||
    detected.kind === 'binary-table' ||
    (detected.kind === 'document' && (detected.format === 'pdf' || detected.format === 'docx'))
  if (isBinary && !isOnlyFile) return detected
  if (as === 'qrels' || as === 'trec-run') return { kind: as }
  if (as === 'xlsx' || as === 'parquet') return { kind: 'binary-table', format: as }
  if (as === 'csv' || as === 'tsv' || as === 'json' || as === 'jsonl') return { kind: 'table', format: as }
  return { kind: 'document', format: as }
}

function formatOf(kind: Step['kind']): FileTally['format'] {
  switch (kind.kind) {
    case 'beir':
      return kind.role === 'other' ? null : kind.role === 'qrels' ? 'qrels' : 'beir'
    case 'qrels':
    case 'trec-run':
      return kind.kind
    case 'archive':
      return 'zip'
    case 'unsupported':
      return null
    case 'document':
    case 'table':
    case 'binary-table':
      return kind.format
  }
}

/**
 * BEIR answers need their queries. Files in archives come after files that lie open, so that of two copies of a
 * document the one that the user sees gives the id.
 */
function phaseOf({ kind, file }: Step): number {
  const isAnswers = kind.kind === 'beir' && kind.role === 'answers'
  return (isAnswers ? 2 : 0) + (/\.zip\//i.test(file.path) ? 1 : 0)
}

async function takeFile(step: Step, request: ParseRequest, reading: FileReading, builder: DatasetBuilder) {
  const { kind, tally, mapping, isWholeMapping } = step
  try {
    switch (kind.kind) {
      case 'archive':
        tally.role = 'archive'
        return
      case 'unsupported':
        tally.count(null, { reason: kind.reason })
        return
      case 'document':
        return await takeDocument(step, kind.format, reading, builder)
      case 'beir':
        return await takeBeirFile(step, kind.role, reading, builder)
      case 'qrels':
        parseQrels(await readText(step, reading), tally, builder)
        return
      case 'trec-run': {
        const packed = await step.file.read()
        const text = decodeInto(tally, unpacked(step.file, packed, reading), reading)
        return parseTrecRun(text, hashOf(packed), tally, builder)
      }
      case 'binary-table': {
        const bytes = await readBytes(step.file, reading)
        if (bytes.length === 0) return tally.count(null, { reason: 'The file is empty.' })
        const tables = await reading.tables[kind.format].read(bytes)
        const { files = {} } = request
        const choiceOf = (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined)
        const sheets = { tables, contentHash: hashOf(bytes), mapping, isWholeMapping, choiceOf }
        step.sheets.push(...parseRawTables(sheets, tally, builder))
        return
      }
      case 'table': {
        const bytes = await readBytes(step.file, reading)
        const text = decodeInto(tally, bytes, reading)
        if (!step.isForced && hasQrelsHeader(text) && kind.format === 'tsv') {
          tally.format = 'qrels'
          parseQrels(text, tally, builder)
          return
        }
        if (!step.isForced && kind.format === 'tsv' && looksLikeTrecRun(text)) {
          tally.format = 'trec-run'
          return parseTrecRun(text, hashOf(await step.file.read()), tally, builder)
        }
        const contentHash = hashOf(bytes)
        return parseTableFile({ text, format: kind.format, contentHash, mapping, isWholeMapping }, tally, builder)
      }
    }
  } catch (error) {
    // One bad file is a line in the report; everything else is a fault of the program and must be seen.
    if (!(error instanceof AppError) || error.code !== 'UNREADABLE_FILE') throw error
    tally.role = null
    tally.count(null, { reason: error.message })
  }
}

async function takeBeirFile(step: Step, role: BeirRole, reading: FileReading, builder: DatasetBuilder): Promise<void> {
  const { tally, mapping, isWholeMapping } = step
  if (role === 'other') {
    tally.role = 'other'
    const reason = 'The file is not part of the BEIR dataset (corpus.jsonl, queries.jsonl, answers.jsonl, qrels/*.tsv).'
    tally.count(null, { reason })
    return
  }
  const text = await readText(step, reading)
  if (role === 'qrels') {
    parseQrels(text, tally, builder)
    return
  }
  if (role === 'corpus') {
    parseBeirCorpus(text, tally, builder, mapping)
    return
  }
  if (role === 'answers') {
    parseBeirAnswers(text, tally, builder)
    return
  }
  if (hasTextColumn(text, mapping.query ?? 'text')) {
    parseBeirQueries(text, tally, builder, mapping)
    return
  }
  // Questions in the richer form, with answers and spans in the same row.
  tally.format = 'jsonl'
  parseTableFile({ text, format: 'jsonl', contentHash: null, mapping, isWholeMapping }, tally, builder)
}

async function takeDocument(
  step: Step,
  format: DocumentFormat,
  reading: FileReading,
  builder: DatasetBuilder,
): Promise<void> {
  const { file, tally, isForced } = step
  const bytes = await readBytes(file, reading)
  if (bytes.length === 0) {
    tally.count(null, { reason: 'The file is empty.' })
    return
  }
  if (format !== 'pdf' && format !== 'docx') {
    const text = decodeInto(tally, bytes, reading)
    if (format === 'text' && !isForced && (hasQrelsHeader(text) || looksLikeTrecQrels(text))) {
      tally.format = 'qrels'
      parseQrels(text, tally, builder)
      return
    }
    if (format === 'text' && !isForced && looksLikeTrecRun(text)) {
      tally.format = 'trec-run'
      parseTrecRun(text, hashOf(await file.read()), tally, builder)
      return
    }
  }
  const { title, text, syntax, notes } = await reading.readers[format].read(bytes, file.path)
  if (text.trim() === '') {
    tally.count(null, { reason: 'The file holds no text.' })
    return
  }
  for (const note of notes) builder.notes.push(`${file.path}: ${note}`)
  tally.role = 'document'
  const document = { title: title || stemOf(file.path), text, syntax, sourcePath: file.path }
  // Only a repetition is counted now; a new document is counted when it gets its id.
  const outcome = builder.addFileDocument({ ...document, tally, contentHash: hashOf(bytes) })
  if (outcome !== 'accepted') tally.count(null, outcome, { title: document.title, text })
}

async function readText({ file, tally }: Step, reading: FileReading): Promise<string> {
  return decodeInto(tally, await readBytes(file, reading), reading)
}

async function readBytes(file: SourceFile, reading: FileReading): Promise<Uint8Array> {
  return unpacked(file, await file.read(), reading)
}

function unpacked({ path }: SourceFile, bytes: Uint8Array, { unpackGzip }: FileReading): Uint8Array {
  return isGzip(path) ? unpackGzip(bytes) : bytes
}

function decodeInto(tally: FileTally, bytes: Uint8Array, { decodeText }: FileReading): string {
  const { text, encoding } = decodeText(bytes)
  tally.encoding = encoding
  return text
}

function hasTextColumn(text: string, column: string): boolean {
  for (const line of readJsonLines(text)) if ('cells' in line) return Object.hasOwn(line.cells, column)
  return true
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
