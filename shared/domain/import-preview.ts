import { z } from 'zod'
import { CorpusDiff } from './corpus.ts'
import { ImportedFile, Rejection } from './dataset-import.ts'
import { LengthHistogram } from './length-histogram.ts'

/** Counts of what a new version adds to, changes in and takes from the version before it. */
const ChangeCounts = CorpusDiff

/** What an import would do to the workspace as it is now. */
export const ImportChanges = z.object({
  corpus: z
    .object({
      name: z.string(),
      /** Number of the version there is; null for a new corpus. */
      presentVersion: z.int().positive().nullable(),
      /** Number of the version after the import; the present one when nothing differs. */
      nextVersion: z.int().positive(),
      documents: ChangeCounts,
    })
    .nullable(),
  evalSet: z
    .object({
      name: z.string(),
      isNew: z.boolean(),
      /** The corpus that it is judged against. */
      corpusName: z.string(),
      queries: ChangeCounts,
      judgments: ChangeCounts,
      splits: z.array(z.object({ name: z.string(), queries: z.int().nonnegative(), judged: z.int().nonnegative() })),
      /** Gold spans that were found in their documents, and those that were not. */
      spans: z.int().nonnegative(),
      staleSpans: z.int().nonnegative(),
      /** Runs on the present version; they keep it. */
      runs: z.int().nonnegative(),
    })
    .nullable(),
  /** Other eval sets of the corpus, which follow it to its new version. */
  movedEvalSets: z.array(z.string()),
  /** Why the import would be refused as it is asked for now; null when it would not. */
  refusal: z.string().nullable(),
})
export type ImportChanges = z.infer<typeof ImportChanges>

/** Rejections that differ only in names and numbers. */
export const RejectionGroup = z.object({
  /** The reason with what differs left out. */
  reason: z.string(),
  count: z.int().positive(),
  files: z.int().positive(),
})
export type RejectionGroup = z.infer<typeof RejectionGroup>

/**
 * What an import would take and refuse, in a size that does not grow with the data. Files, rows and rejections are asked
 * for in pages by `previewId`; a preview is kept until newer ones push it out.
 */
export const ImportPreview = z.object({
  previewId: z.string(),
  name: z.string(),
  files: z.object({
    total: z.int().nonnegative(),
    bytes: z.number().nonnegative(),
    /** Files that nothing was taken from. */
    refused: z.int().nonnegative(),
  }),
  rows: z.object({
    total: z.int().nonnegative(),
    accepted: z.int().nonnegative(),
    duplicates: z.int().nonnegative(),
    rejected: z.int().nonnegative(),
  }),
  /** Rows of the training set of that name. */
  trainingRows: z.int().nonnegative(),
  documents: z.int().nonnegative(),
  duplicateDocuments: z.int().nonnegative(),
  queries: z.int().nonnegative(),
  judgedQueries: z.int().nonnegative(),
  judgments: z.int().nonnegative(),
  spans: z.int().nonnegative(),
  documentLengths: LengthHistogram.nullable(),
  queryLengths: LengthHistogram.nullable(),
  /** The most frequent first; `rejectionGroupsTotal` says how many there are in all. */
  rejectionGroups: z.array(RejectionGroup),
  rejectionGroupsTotal: z.int().nonnegative(),
  changes: ImportChanges,
  /** The first notes; `notesTotal` says how many there are in all. */
  notes: z.array(z.string()),
  notesTotal: z.int().nonnegative(),
})
export type ImportPreview = z.infer<typeof ImportPreview>

/** A file of a preview without its columns, which can be thousands. */
export const PreviewFile = ImportedFile.omit({ columns: true, mapping: true }).extend({
  columns: z.int().nonnegative(),
})
export type PreviewFile = z.infer<typeof PreviewFile>

/** A column of a table file with what stands in it. */
export const PreviewColumn = z.object({
  name: z.string(),
  /** Share of rows that have something in it, 0–1, over the first `rows`. */
  filled: z.number().min(0).max(1),
  rows: z.int().nonnegative(),
  samples: z.array(z.string()),
})
export type PreviewColumn = z.infer<typeof PreviewColumn>

/** A row as it was read, cut to what a screen can show. */
export const PreviewRow = z.object({
  row: z.int().positive().nullable(),
  cells: z.record(z.string(), z.string()),
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  reason: z.string().nullable(),
})
export type PreviewRow = z.infer<typeof PreviewRow>

/** One file of a preview: its columns, its first rows, and its first rejected rows. */
export const PreviewFileDetail = z.object({
  file: PreviewFile,
  mapping: ImportedFile.shape.mapping,
  /** True when the mapping can be corrected: the file is a table whose columns are not fixed by its format. */
  isMappable: z.boolean(),
  columns: z.array(PreviewColumn),
  columnsTotal: z.int().nonnegative(),
  rows: z.array(PreviewRow),
  rejectedRows: z.array(PreviewRow),
})
export type PreviewFileDetail = z.infer<typeof PreviewFileDetail>

export const RejectionPage = z.object({ total: z.int().nonnegative(), rejections: z.array(Rejection) })
export type RejectionPage = z.infer<typeof RejectionPage>

/** What reading the files for a preview tells: how far it is, then the preview as its last event. */
export const ImportPreviewEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reading'),
    /** Files that have been read. */
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
    /** The file that is read now. */
    path: z.string(),
  }),
  z.object({ kind: z.literal('preview'), preview: ImportPreview }),
])
export type ImportPreviewEvent = z.infer<typeof ImportPreviewEvent>
