import { AppError } from '../../../shared/domain/app-error.ts'
import { type ImportedRun, type ImportReport, ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { TrainingVersion } from '../../../shared/domain/training-set.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Compute } from '../../ports/compute.ts'
import type { FileVault } from '../../ports/file-vault.ts'
import type { ImportListing, ImportSource } from '../../ports/import-source.ts'
import type { JobRecord } from '../../ports/job-store.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import type { TrainingRow } from '../../ports/training-store.ts'
import type { JobContext, JobHandler } from '../jobs/job-handler.ts'
import type { FileReading } from './parsing/file-reading.ts'
import { type ParseWatch, parseDataset } from './parsing/parse-dataset.ts'
import type { ParsedDataset } from './parsing/parsed-dataset.ts'
import type { ParsedRun } from './runs/parsed-run.ts'
import { storedRunCandidates } from './runs/run-candidates.ts'
import { storeDataset } from './storing/store-dataset.ts'

export interface ImportPorts {
  readonly store: Store
  readonly vault: FileVault
  readonly source: ImportSource
  readonly reading: FileReading
  readonly compute: Compute
  readonly clock: Clock
  readonly newId: NewId
}

/** Scores runs made elsewhere and makes finished runs of them; a run that is there already adds nothing. */
export type StoreRuns = (runs: readonly ParsedRun[], jobId: JobId, signal: AbortSignal) => Promise<ImportedRun[]>

/** Stores training rows as the set of that name; called inside the import's transaction. */
export type StoreTraining = (
  name: string,
  rows: readonly TrainingRow[],
  files: ParsedDataset['training']['files'],
) => TrainingVersion

/** Reads and understands what would be imported; stores nothing. */
export async function previewImport(request: ImportRequest, ports: ImportPorts): Promise<ImportReport> {
  const { parsed } = await parseImport(request, ports)
  return reportOf(parsed, {
    dryRun: true,
    corpus: null,
    corpusDiff: null,
    evalSet: null,
    trainingVersion: null,
    runs: [],
    notes: [],
  })
}

/**
 * Imports as a job of one item: a killed import has stored nothing, or its dataset and some of its runs, and is done
 * again from the files, which adds only what is missing.
 */
export class ImportHandler implements JobHandler {
  readonly kind = 'import'
  readonly #ports: ImportPorts
  readonly #storeRuns: StoreRuns
  readonly #storeTraining: StoreTraining

  constructor(ports: ImportPorts, storeRuns: StoreRuns, storeTraining: StoreTraining) {
    this.#ports = ports
    this.#storeRuns = storeRuns
    this.#storeTraining = storeTraining
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
    const hasDataset = parsed.documents.length > 0 || parsed.queries.length > 0 || parsed.judgments.length > 0
    if (!hasDataset && parsed.runs.length === 0 && parsed.training.rows.length === 0) {
      store.jobs.setResult(job.jobId, reportOf(parsed, nothing))
      throw new AppError(
        'NOTHING_ACCEPTED',
        `Nothing could be imported from ${request.paths.join(', ')}: ${summary(parsed)} The workspace is unchanged.`,
      )
    }
    const originals = await this.#keepOriginals(parsed, listing, context)
    context.signal.throwIfAborted()
    context.progress({ stage: 'Storing', done: 0, total: parsed.documents.length, unit: 'documents' }, 0.7)
    const stored = store.transaction(() => {
      const { rows, files } = parsed.training
      const trainingVersion = rows.length === 0 ? null : this.#storeTraining(parsed.name, rows, files)
      const stored = hasDataset ? storeDataset(parsed, request.corpus, this.#ports) : noDataset
      const dataset = { ...stored, trainingVersion }
      for (const [path, sha256] of originals) store.datasets.addImportedFile(job.jobId, path, sha256)
      store.jobs.setResult(job.jobId, reportOf(parsed, { dryRun: false, runs: [], ...dataset }))
      return dataset
    })
    if (parsed.runs.length === 0) return
    // Scoring takes a while, and a transaction is never open across an await.
    context.progress({ stage: 'Scoring runs', done: 0, total: parsed.runs.length, unit: 'runs' }, 0.8)
    const runs = await this.#storeRuns(parsed.runs, job.jobId, context.signal)
    store.jobs.setResult(job.jobId, reportOf(parsed, { dryRun: false, runs, ...stored }))
  }

  async #keepOriginals(
    parsed: ParsedDataset,
    listing: ImportListing,
    context: JobContext,
  ): Promise<ReadonlyMap<string, string>> {
    const accepted = new Set(parsed.files.filter((file) => file.accepted > 0).map((file) => file.path))
    // Of a workbook with several sheets, the sheets are what was accepted.
    const workbooks = new Set(parsed.files.filter(({ format }) => format === 'xlsx').map(({ path }) => path))
    const isTaken = ({ path }: { readonly path: string }) =>
      accepted.has(path) || (workbooks.has(path) && [...accepted].some((sheet) => sheet.startsWith(`${path}/`)))
    const files = listing.files.filter(isTaken)
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
  const runCandidates = () => storedRunCandidates(request, store)
  const parsed = await parseDataset(listing, { ...request, name, knownQueryIds, runCandidates }, reading, watch)
  return { parsed, listing }
}

const noDataset = { corpus: null, corpusDiff: null, evalSet: null, trainingVersion: null, notes: [] } as const
const nothing = { dryRun: false, runs: [], ...noDataset }

function reportOf(
  parsed: ParsedDataset,
  stored: Pick<ImportReport, 'dryRun' | 'corpus' | 'corpusDiff' | 'evalSet' | 'trainingVersion' | 'runs'> & {
    notes: readonly string[]
  },
): ImportReport {
  return {
    name: parsed.name,
    files: [...parsed.files],
    rejections: [...parsed.rejections],
    documents: parsed.documents.length,
    duplicateDocuments: parsed.duplicateDocuments,
    queries: parsed.queries.length,
    judgments: parsed.judgments.length,
    trainingRows: parsed.training.rows.length,
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
