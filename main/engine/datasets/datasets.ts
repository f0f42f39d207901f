import { AppError } from '../../../shared/domain/app-error.ts'
import type { CorpusVersion } from '../../../shared/domain/corpus.ts'
import { ImportReport, type ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import { type ImportPorts, previewImport } from './import-handler.ts'

/** Corpora and eval sets of a workspace, and their import. */
export class Datasets {
  readonly #ports: ImportPorts
  readonly #queue: JobQueue

  constructor(ports: ImportPorts, queue: JobQueue) {
    this.#ports = ports
    this.#queue = queue
  }

  /** What an import would take and refuse; the workspace stays as it is. */
  preview(request: ImportRequest): Promise<ImportReport> {
    return previewImport(request, this.#ports)
  }

  /** Journals and queues an import. */
  import(request: ImportRequest): JobId {
    const jobId = this.#queue.add('import', `Import ${request.paths.join(', ')}`, request, [
      { key: 'import', weight: 1 },
    ])
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
