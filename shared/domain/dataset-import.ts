import { z } from 'zod'
import { CorpusDiff, CorpusVersion } from './corpus.ts'
import { EvalSet } from './eval-set.ts'
import { RunId } from './ids.ts'
import { TrainingVersion } from './training-set.ts'

/** Formats that import understands. `--as` takes these names. */
export const ImportFormat = z.enum([
  'beir',
  'qrels',
  'trec-run',
  'csv',
  'tsv',
  'json',
  'jsonl',
  'xlsx',
  'parquet',
  'promptfoo',
  'text',
  'markdown',
  'html',
  'pdf',
  'docx',
  'zip',
])
export type ImportFormat = z.infer<typeof ImportFormat>

/** Fields that columns can be mapped to. `--map query=question` says that the column `question` holds the query. */
export const MappedField = z.enum([
  'queryId',
  'query',
  'answers',
  'docId',
  'title',
  'text',
  'grade',
  'split',
  'spans',
  'spanDoc',
  'spanStart',
  'spanEnd',
  'spanQuote',
  'tags',
  'messages',
  'prompt',
  'promptInput',
  'completion',
  'system',
  'group',
])
export type MappedField = z.infer<typeof MappedField>

export const ColumnMapping = z.partialRecord(MappedField, z.string().min(1))
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** A row or file that was not taken, with where it stands and why. */
export const Rejection = z.object({
  /** Path below the imported folder or zip. */
  path: z.string(),
  /** Line (text formats) or record number from 1; null when the whole file was rejected. */
  row: z.int().positive().nullable(),
  reason: z.string(),
})
export type Rejection = z.infer<typeof Rejection>

/** What was seen in one file: accepted + duplicates + rejected = rows. */
export const ImportedFile = z.object({
  path: z.string(),
  bytes: z.int().nonnegative(),
  format: ImportFormat.nullable(),
  /** Character encoding that was detected, for text files. */
  encoding: z.string().nullable(),
  /** What it holds. `null` when it was rejected as a whole. */
  role: z
    .enum(['corpus', 'queries', 'qrels', 'answers', 'examples', 'document', 'run', 'training', 'archive', 'other'])
    .nullable(),
  mapping: ColumnMapping,
  columns: z.array(z.string()),
  rows: z.int().nonnegative(),
  accepted: z.int().nonnegative(),
  duplicates: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
})
export type ImportedFile = z.infer<typeof ImportedFile>

/** What the user says about one file of an import, over what was detected. */
export const FileChoice = z.object({
  format: ImportFormat.optional(),
  /** The whole mapping of this file: columns that are not in it are not imported, nothing is guessed. */
  mapping: ColumnMapping.optional(),
})
export type FileChoice = z.infer<typeof FileChoice>

/** It stands in lists, addresses and file names: one line of a readable length. */
const DatasetName = z
  .string()
  .min(1)
  .refine((name) => name.length <= 200, 'must have at most 200 characters')
  .refine((name) => !/[\n\v\f\r\u0085\u2028\u2029]/.test(name), 'must be one line')

export const ImportRequest = z.object({
  paths: z.array(z.string().min(1)).min(1),
  /** Name of the corpus and eval set; by default the folder's or file's name. */
  name: DatasetName.optional(),
  as: ImportFormat.optional(),
  mapping: ColumnMapping.default({}),
  /** Corrections of single files, by their path in the import; they win over `as` and `mapping`. */
  files: z.record(z.string(), FileChoice).optional(),
  /** Eval sets without documents of their own (qrels, question files) are judged against this corpus. */
  corpus: z.string().min(1).optional(),
  /** The split that runs made elsewhere answer; by default the one that holds most of their queries. */
  split: z.string().min(1).optional(),
  dryRun: z.boolean().default(false),
})
export type ImportRequest = z.infer<typeof ImportRequest>

/** A run made elsewhere, as an import took it. */
export const ImportedRun = z.object({
  /** Path of its file in the import. */
  path: z.string(),
  runId: RunId,
  name: z.string(),
  evalSetName: z.string(),
  split: z.string(),
  /** Queries of the split, and how many of them the file has a ranking or an answer for. */
  queries: z.int().nonnegative(),
  answeredQueries: z.int().nonnegative(),
  /** False when the same file was imported before: that run is named here, and nothing was added. */
  isNew: z.boolean(),
})
export type ImportedRun = z.infer<typeof ImportedRun>

/** The result of one import: all counts add up, every rejection has a reason. */
export const ImportReport = z.object({
  name: z.string(),
  dryRun: z.boolean(),
  files: z.array(ImportedFile),
  rejections: z.array(Rejection),
  documents: z.int().nonnegative(),
  duplicateDocuments: z.int().nonnegative(),
  queries: z.int().nonnegative(),
  judgments: z.int().nonnegative(),
  spans: z.int().nonnegative(),
  /** Rows of the training set, and the version that holds them; null when there are none or nothing was stored. */
  trainingRows: z.int().nonnegative().default(0),
  trainingVersion: TrainingVersion.nullable().default(null),
  corpus: CorpusVersion.nullable(),
  corpusDiff: CorpusDiff.nullable(),
  evalSet: EvalSet.nullable(),
  /** Runs made elsewhere that are in the workspace now. */
  runs: z.array(ImportedRun).default([]),
  /** Remarks in plain sentences, e.g. judgments that name a document that is not in the corpus. */
  notes: z.array(z.string()),
})
export type ImportReport = z.infer<typeof ImportReport>
