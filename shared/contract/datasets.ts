import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CorpusVersion } from '../domain/corpus.ts'
import { ImportReport, ImportRequest } from '../domain/dataset-import.ts'
import { EvalSet } from '../domain/eval-set.ts'
import { JobId } from '../domain/ids.ts'

export const datasetsContract = {
  /** Reads everything and says what would be imported; stores nothing. */
  preview: oc.input(ImportRequest).output(ImportReport),
  /** Journals and queues an import; watch the job, then ask for its report. */
  import: oc.input(ImportRequest).output(z.object({ jobId: JobId })),
  importReport: oc.input(z.object({ jobId: JobId })).output(ImportReport),
  list: oc.output(z.object({ corpora: z.array(CorpusVersion), evalSets: z.array(EvalSet) })),
}
