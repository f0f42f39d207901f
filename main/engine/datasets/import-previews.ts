import { stringify } from 'csv-stringify/sync'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { Page } from '../../../shared/domain/dataset-browse.ts'
import type { ImportedFile, ImportRequest, Rejection } from '../../../shared/domain/dataset-import.ts'
import type {
  ImportPreview,
  ImportPreviewEvent,
  PreviewFile,
  PreviewFileDetail,
  RejectionPage,
} from '../../../shared/domain/import-preview.ts'
import { countLengths } from './browsing/count-lengths.ts'
import { generalReason, groupRejections } from './group-rejections.ts'
import { type ImportPorts, parseImport } from './import-handler.ts'
import type { FileSample } from './parsing/file-tally.ts'
import type { ParsedDataset } from './parsing/parsed-dataset.ts'
import { describeChanges } from './storing/describe-changes.ts'

/** What is kept of a preview; the documents are not. */
interface KeptPreview {
  readonly files: readonly ImportedFile[]
  readonly samples: ReadonlyMap<string, FileSample>
  readonly rejections: readonly Rejection[]
}

/** One window shows one; a few more for other windows and for a preview that is being replaced. */
const keptPreviews = 4
const listedGroups = 40
const listedNotes = 40
const rejectionsPerPiece = 1000
const tableFormats: readonly ImportedFile['format'][] = ['csv', 'tsv', 'json', 'jsonl', 'xlsx', 'parquet']

/** Previews of imports that people look at page by page. Nothing is stored in the workspace. */
export class ImportPreviews {
  readonly #ports: ImportPorts
  readonly #kept = new Map<string, KeptPreview>()

  constructor(ports: ImportPorts) {
    this.#ports = ports
  }

  /** Opens a preview and tells meanwhile which file is read. Returning early stops the reading before its next file. */
  async *follow(request: ImportRequest, signal?: AbortSignal): AsyncGenerator<ImportPreviewEvent, void> {
    const stop = new AbortController()
    let latest: ImportPreviewEvent | null = null
    let news = Promise.withResolvers<null>()
    const opened = this.open(request, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal, (reading) => {
      latest = { kind: 'reading', ...reading }
      news.resolve(null)
    })
    // Its failure is thrown below; until then nobody may take it for an unhandled one.
    opened.catch(() => undefined)
    try {
      while (true) {
        const preview = await Promise.race([news.promise, opened])
        if (preview) return yield { kind: 'preview', preview }
        news = Promise.withResolvers<null>()
        // Who reads slowly is told where the reading is, not where it was.
        if (latest) yield latest
      }
    } finally {
      stop.abort()
    }
  }

  async open(
    request: ImportRequest,
    signal?: AbortSignal,
    onReading?: (reading: { done: number; total: number; path: string }) => void,
  ): Promise<ImportPreview> {
    const { parsed } = await parseImport(request, this.#ports, {
      signal,
      onFile: (done, total, path) => onReading?.({ done, total, path }),
    })
    const { changes, notes: changeNotes } = describeChanges(parsed, request.corpus, this.#ports.store)
    const notes = [...parsed.notes, ...changeNotes]
    const groups = groupRejections(parsed.rejections)
    const previewId = this.#ports.newId()
    const preview: ImportPreview = {
      previewId,
      name: parsed.name,
      files: {
        total: parsed.files.length,
        bytes: sumOf(parsed.files, (file) => file.bytes),
        refused: parsed.files.filter((file) => file.role !== 'archive' && file.accepted + file.duplicates === 0).length,
      },
      rows: {
        total: sumOf(parsed.files, (file) => file.rows),
        accepted: sumOf(parsed.files, (file) => file.accepted),
        duplicates: sumOf(parsed.files, (file) => file.duplicates),
        rejected: sumOf(parsed.files, (file) => file.rejected),
      },
      trainingRows: parsed.training.rows.length,
      documents: parsed.documents.length,
      duplicateDocuments: parsed.duplicateDocuments,
      queries: parsed.queries.length,
      judgedQueries: new Set(parsed.judgments.filter(({ grade }) => grade > 0).map(({ queryId }) => queryId)).size,
      judgments: parsed.judgments.length,
      spans: sumOf(parsed.queries, (query) => query.spans.length),
      documentLengths: await this.#lengthsOf(parsed.documents, signal),
      queryLengths: await this.#lengthsOf(parsed.queries, signal),
      rejectionGroups: groups.slice(0, listedGroups),
      rejectionGroupsTotal: groups.length,
      changes,
      notes: notes.slice(0, listedNotes),
      notesTotal: notes.length,
    }
    this.#keep(previewId, parsed)
    return preview
  }

  files(previewId: string, { offset, limit }: Page): { total: number; files: PreviewFile[] } {
    const { files } = this.#require(previewId)
    return { total: files.length, files: files.slice(offset, offset + limit).map(listedFile) }
  }

  file(previewId: string, path: string): PreviewFileDetail {
    const { files, samples } = this.#require(previewId)
    const file = files.find((candidate) => candidate.path === path)
    if (!file) throw new AppError('NOT_FOUND', `The preview holds no file ${path}.`, { path })
    const sample = samples.get(path) ?? { columns: [], rows: [], rejectedRows: [] }
    return {
      file: listedFile(file),
      mapping: file.mapping,
      isMappable: tableFormats.includes(file.format) && file.role !== 'other' && sample.columns.length > 0,
      columns: [...sample.columns],
      columnsTotal: file.columns.length,
      rows: [...sample.rows],
      rejectedRows: [...sample.rejectedRows],
    }
  }

  /** @param reason the general reason of a group; all rejections when undefined. */
  rejections(previewId: string, reason: string | undefined, { offset, limit }: Page): RejectionPage {
    const all = this.#require(previewId).rejections
    const wanted = reason === undefined ? all : all.filter((rejection) => generalReason(rejection.reason) === reason)
    return { total: wanted.length, rejections: wanted.slice(offset, offset + limit) }
  }

  /** Every rejection as CSV, cells that a spreadsheet would read as a formula escaped. */
  async *rejectionsFile(previewId: string): AsyncGenerator<string, void> {
    const { rejections } = this.#require(previewId)
    yield 'path,row,reason\r\n'
    for (let from = 0; from < rejections.length; from += rejectionsPerPiece) {
      const rows = rejections.slice(from, from + rejectionsPerPiece).map(({ path, row, reason }) => [path, row, reason])
      yield stringify(rows, { record_delimiter: 'windows', escape_formulas: true })
    }
  }

  #lengthsOf(items: readonly { readonly text: string }[], signal: AbortSignal | undefined) {
    if (items.length === 0) return null
    const characters = sumOf(items, (item) => item.text.length)
    return countLengths(
      { texts: items.length, characters, read: (position) => items[position]!.text },
      this.#ports.compute,
      signal,
    )
  }

  #keep(previewId: string, { files, samples, rejections }: ParsedDataset): void {
    this.#kept.set(previewId, { files, samples, rejections })
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptPreviews) return
      this.#kept.delete(oldest)
    }
  }

  #require(previewId: string): KeptPreview {
    const kept = this.#kept.get(previewId)
    if (kept) return kept
    throw new AppError(
      'NOT_FOUND',
      'This preview is not kept any more. Nothing was imported; preview the files again.',
      {
        previewId,
      },
    )
  }
}

function listedFile({ columns, mapping: _mapping, ...file }: ImportedFile): PreviewFile {
  return { ...file, columns: columns.length }
}

function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0)
}
