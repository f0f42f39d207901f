import { AppError } from '../../../shared/domain/app-error.ts'
import { type ImportReport, ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Compute } from '../../ports/compute.ts'
import type { FileVault } from '../../ports/file-vault.ts'
import type { ImportListing, ImportSource } from '../../ports/import-source.ts'
import type { JobRecord } from '../../ports/job-store.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import type { JobContext, JobHandler } from '../jobs/job-handler.ts'
import { type FileReading, type ParseWatch, parseDataset } from './parse-dataset.ts'
import type { ParsedDataset } from './parsed-dataset.ts'
import { storeDataset } from './store-dataset.ts'

export interface ImportPorts {
  readonly store: Store
  readonly vault: FileVault
  readonly source: ImportSource
  readonly reading: FileReading
  readonly compute: Compute
  readonly clock: Clock
  readonly newId: NewId
}

/** Reads and understands what would be imported; stores nothing. */
export async function previewImport(request: ImportRequest, ports: ImportPorts): Promise<ImportReport> {
  const { parsed } = await parseImport(request, ports)
  return reportOf(parsed, { dryRun: true, corpus: null, corpusDiff: null, evalSet: null, notes: [] })
}

/** Imports as a job of one item: a killed import has stored nothing and is done again from the files. */
export class ImportHandler implements JobHandler {
  readonly kind = 'import'
  readonly #ports: ImportPorts

  constructor(ports: ImportPorts) {
    this.#ports = ports
  }

  async runItem(job: JobRecord, _itemKey: string, context: JobContext): Promise<void> {
    const request = ImportRequest.parse(job.spec)
    const { store } = this.#ports
    context.progress({ stage: 'Reading files', done: 0, total: 0, unit: 'files' }, 0)
    const { parsed, listing } = await parseImport(request, this.#ports, {
      signal: context.signal,
      onFile: (done, total) =>
        context.progress({ stage: 'Reading files', done, total, unit: 'files' }, (0.4 * done) / total),
    })
    if (parsed.documents.length === 0 && parsed.queries.length === 0 && parsed.judgments.length === 0) {
      store.jobs.setResult(job.jobId, reportOf(parsed, nothing))
      throw new AppError(
        'NOTHING_ACCEPTED',
        `Nothing could be imported from ${request.paths.join(', ')}: ${summary(parsed)} The workspace is unchanged.`,
      )
    }
    const originals = await this.#keepOriginals(parsed, listing, context)
    context.signal.throwIfAborted()
    context.progress({ stage: 'Storing', done: 0, total: parsed.documents.length, unit: 'documents' }, 0.7)
    store.transaction(() => {
      const stored = storeDataset(parsed, request.corpus, this.#ports)
      for (const [path, sha256] of originals) store.datasets.addImportedFile(job.jobId, path, sha256)
      store.jobs.setResult(job.jobId, reportOf(parsed, { dryRun: false, ...stored }))
    })
  }

  async #keepOriginals(
    parsed: ParsedDataset,
    listing: ImportListing,
    context: JobContext,
  ): Promise<ReadonlyMap<string, string>> {
    const accepted = new Set(parsed.files.filter((file) => file.accepted > 0).map((file) => file.path))
    const files = listing.files.filter((file) => accepted.has(file.path))
    const originals = new Map<string, string>()
    for (const [index, file] of files.entries()) {
      context.signal.throwIfAborted()
      context.progress(
        { stage: 'Keeping the originals', done: index, total: files.length, unit: 'files' },
        0.4 + (0.3 * index) / files.length,
      )
      originals.set(file.path, await this.#ports.vault.put(await file.read()))
    }
    return originals
  }
}

/** Reads and understands the files behind a request. */
export async function parseImport(
  request: ImportRequest,
  { source, store, reading }: Pick<ImportPorts, 'source' | 'store' | 'reading'>,
  watch: ParseWatch = {},
): Promise<{ parsed: ParsedDataset; listing: ImportListing }> {
  const listing = await source.list(request.paths)
  const name = request.name ?? listing.name
  const evalSet = store.datasets.findEvalSet(request.name ?? request.corpus ?? listing.name)
  const knownQueryIds = evalSet
    ? new Set(store.datasets.evalSetContent(evalSet.evalSetId).queries.map((query) => query.queryId))
    : new Set<string>()
  const parsed = await parseDataset(listing, { ...request, name, knownQueryIds }, reading, watch)
  return { parsed, listing }
}

const nothing = { dryRun: false, corpus: null, corpusDiff: null, evalSet: null, notes: [] } as const

function reportOf(
  parsed: ParsedDataset,
  stored: Pick<ImportReport, 'dryRun' | 'corpus' | 'corpusDiff' | 'evalSet'> & { notes: readonly string[] },
): ImportReport {
  return {
    name: parsed.name,
    files: [...parsed.files],
    rejections: [...parsed.rejections],
    documents: parsed.documents.length,
    duplicateDocuments: parsed.duplicateDocuments,
    queries: parsed.queries.length,
    judgments: parsed.judgments.length,
    spans: parsed.queries.reduce((sum, query) => sum + query.spans.length, 0),
    ...stored,
    notes: [...parsed.notes, ...stored.notes],
  }
}

function summary(parsed: ParsedDataset): string {
  const first = parsed.rejections[0]
  if (!first) return parsed.files.length === 0 ? 'there are no files.' : 'the files hold no rows.'
  const others = parsed.rejections.length - 1
  const where = first.row === null ? first.path : `${first.path}, row ${first.row}`
  return `${where}: ${first.reason}${others > 0 ? ` (and ${others} more, see the report)` : ''}`
}
