import { AppError } from '../../../shared/domain/app-error.ts'
import type { CorpusVersion } from '../../../shared/domain/corpus.ts'
import { ImportReport, type ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { requireWritable } from '../../../shared/domain/require-writable.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import { DatasetBrowsing } from './browsing/dataset-browsing.ts'
import { EvalSetEditing } from './eval-set-editing.ts'
import { type ImportPorts, parseImport, previewImport } from './import-handler.ts'
import { ImportPreviews } from './import-previews.ts'

/** Corpora and eval sets of a workspace: their import, and what can be seen and corrected of them. */
export class Datasets {
  readonly previews: ImportPreviews
  readonly browsing: DatasetBrowsing
  readonly editing: EvalSetEditing
  readonly #ports: ImportPorts
  readonly #queue: JobQueue

  constructor(ports: ImportPorts, queue: JobQueue) {
    this.#ports = ports
    this.#queue = queue
    this.previews = new ImportPreviews(ports)
    this.browsing = new DatasetBrowsing(ports)
    this.editing = new EvalSetEditing(ports)
  }

  /** What an import would take and refuse; the workspace stays as it is. */
  preview(request: ImportRequest): Promise<ImportReport> {
    return previewImport(request, this.#ports)
  }

  /** The training rows of files, of which nothing is stored. Throws AppError NOTHING_ACCEPTED when they hold none. */
  async readTraining(request: ImportRequest) {
    const { parsed } = await parseImport(request, this.#ports)
    const { training, files, rejections } = parsed
    if (training.rows.length > 0) return { rows: training.rows, files: [...files], rejections: [...rejections] }
    const first = rejections[0] ? ` ${rejections[0].reason}` : ''
    throw new AppError('NOTHING_ACCEPTED', `There is no training row in ${request.paths.join(', ')}.${first}`)
  }

  /** Journals and queues an import. */
  import(request: ImportRequest): JobId {
    requireWritable(this.#ports.store, 'imported')
    const jobId = this.#queue.add('import', importTitle(request), request, [{ key: 'import', weight: 1 }])
    this.#queue.start(jobId)
    return jobId
  }

  /** The report of an import job that has ended. Throws AppError NOT_FOUND when it made none. */
  importReport(jobId: JobId): ImportReport {
    const result = this.#queue.result(jobId)
    if (result === null) throw new AppError('NOT_FOUND', `Job ${jobId} has made no import report.`, { jobId })
    return ImportReport.parse(result)
  }

  listCorpora(): CorpusVersion[] {
    return this.#ports.store.datasets.listCorpora()
  }

  listEvalSets(): EvalSet[] {
    return this.#ports.store.datasets.listEvalSets()
  }
}

/** Names only: in full, paths would hide what matters, and those of uploads say nothing. */
function importTitle({ name, paths }: ImportRequest): string {
  const names = paths.map((path) => path.split(/[\\/]/).findLast((part) => part !== '') ?? path)
  return `Import ${name ?? names.join(', ')}`
}
