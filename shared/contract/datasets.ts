import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { CorpusVersion } from '../domain/corpus.ts'
import {
  CorpusHistory,
  DocumentSummary,
  DocumentText,
  EvalSetHistory,
  Page,
  QueryDetail,
  QueryState,
  QuerySummary,
} from '../domain/dataset-browse.ts'
import { ImportReport, ImportRequest } from '../domain/dataset-import.ts'
import { EvalSet } from '../domain/eval-set.ts'
import { CorpusVersionId, EvalSetId, JobId } from '../domain/ids.ts'
import { ImportPreviewEvent, PreviewFile, PreviewFileDetail, RejectionPage } from '../domain/import-preview.ts'
import { LengthHistogram } from '../domain/length-histogram.ts'

const PreviewReference = z.object({ previewId: z.string() })
const VersionReference = z.object({ versionId: CorpusVersionId })
const EvalSetReference = z.object({ evalSetId: EvalSetId })
const QueryReference = EvalSetReference.extend({ queryId: z.string() })
/** Offsets are UTF-16 code units, half-open. */
const SpanPlace = z.object({ docId: z.string(), start: z.int().nonnegative(), end: z.int().positive() })

export const datasetsContract = {
  /** Reads everything and says what would be imported, every rejection included; stores nothing. */
  preview: oc.input(ImportRequest).output(ImportReport),
  /**
   * The same in a size that does not grow with the data, and with what would change; the rest comes in pages. Tells how
   * far it is; who stops listening stops the reading.
   */
  openPreview: oc.input(ImportRequest).output(eventIterator(ImportPreviewEvent)),
  previewFiles: oc
    .input(PreviewReference.extend(Page.shape))
    .output(z.object({ total: z.int().nonnegative(), files: z.array(PreviewFile) })),
  previewFile: oc.input(PreviewReference.extend({ path: z.string() })).output(PreviewFileDetail),
  /** @param reason of a group, to get only that group. */
  previewRejections: oc
    .input(PreviewReference.extend({ ...Page.shape, reason: z.string().optional() }))
    .output(RejectionPage),
  /** Every rejection as CSV (path, row, reason), in pieces. */
  previewRejectionsFile: oc.input(PreviewReference).output(eventIterator(z.string())),

  /** Journals and queues an import; watch the job, then ask for its report. */
  import: oc.input(ImportRequest).output(z.object({ jobId: JobId })),
  importReport: oc.input(z.object({ jobId: JobId })).output(ImportReport),
  /** What an import that has ended made, without the list of what it refused. */
  importResult: oc.input(z.object({ jobId: JobId })).output(
    ImportReport.pick({
      name: true,
      documents: true,
      queries: true,
      judgments: true,
      spans: true,
      corpus: true,
      evalSet: true,
      runs: true,
    }).extend({
      rejected: z.int().nonnegative(),
    }),
  ),

  list: oc.output(z.object({ corpora: z.array(CorpusVersion), evalSets: z.array(EvalSet) })),
  /** @param reference a corpus's id or name, for its newest version, or the id of a version. */
  corpus: oc.input(z.object({ reference: z.string().min(1) })).output(CorpusHistory),
  /** Token lengths are counted in a worker, of an even sample where there are many documents. */
  documentLengths: oc.input(VersionReference).output(LengthHistogram),
  /** @param search text that the id, title or text holds; ASCII letters match in either case. */
  documents: oc
    .input(VersionReference.extend({ ...Page.shape, search: z.string().optional() }))
    .output(z.object({ total: z.int().nonnegative(), documents: z.array(DocumentSummary) })),
  /** At most `limit` UTF-16 code units of a document's text from `start`. */
  document: oc
    .input(
      VersionReference.extend({
        docId: z.string(),
        start: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(500_000).default(100_000),
      }),
    )
    .output(DocumentText),

  /** @param reference an eval set's id or name; a name means the newest version. */
  evalSet: oc.input(z.object({ reference: z.string().min(1) })).output(EvalSetHistory),
  queries: oc
    .input(
      EvalSetReference.extend({
        ...Page.shape,
        split: z.string().optional(),
        search: z.string().optional(),
        state: QueryState.default('all'),
      }),
    )
    .output(z.object({ total: z.int().nonnegative(), queries: z.array(QuerySummary) })),
  query: oc.input(QueryReference).output(QueryDetail),
  /**
   * Adds, changes or (grade null) takes away one judgment. Stored as a new version of the eval set; runs keep theirs.
   * Only the newest version can be edited: else CONFLICT.
   */
  editJudgment: oc
    .input(
      QueryReference.extend({
        split: z.string().min(1),
        docId: z.string().min(1),
        grade: z.int().min(-10).max(100).nullable(),
      }),
    )
    .output(EvalSet),
  /** Adds and takes away gold spans of one query. Stored as a new version of the eval set; runs keep theirs. */
  editSpans: oc
    .input(
      QueryReference.extend({
        add: z.array(SpanPlace).max(100).default([]),
        remove: z.array(SpanPlace).max(100).default([]),
      }),
    )
    .output(EvalSet),
  /**
   * Makes the version before this one the newest again. The edited version goes when no run was scored on it; else it
   * stays and the earlier content is stored as a version after it.
   */
  undoEdit: oc.input(EvalSetReference).output(EvalSet),
}
