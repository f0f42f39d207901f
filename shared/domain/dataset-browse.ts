import { z } from 'zod'
import { CorpusDocument, CorpusVersion } from './corpus.ts'
import { EvalSet, GoldSpan } from './eval-set.ts'

/** A page of a list. Pages are small, so that no answer grows with the data. */
export const Page = z.object({
  offset: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(200).default(100),
})
export type Page = z.infer<typeof Page>

/** A document in a list. */
export const DocumentSummary = CorpusDocument.pick({ docId: true, title: true, syntax: true }).extend({
  characters: z.int().nonnegative(),
  /** The first characters of the text. */
  excerpt: z.string(),
})
export type DocumentSummary = z.infer<typeof DocumentSummary>

/** A stretch of a document's text, half-open [start, start + text.length) in UTF-16 code units. */
export const DocumentText = CorpusDocument.extend({
  start: z.int().nonnegative(),
  /** Length of the whole text in UTF-16 code units. */
  length: z.int().nonnegative(),
})
export type DocumentText = z.infer<typeof DocumentText>

/** Which queries of an eval set a list holds. */
export const QueryState = z.enum(['all', 'judged', 'unjudged', 'spans', 'stale'])
export type QueryState = z.infer<typeof QueryState>

/** A query in a list; `text` is cut, counts are over all splits or the one that was asked for. */
export const QuerySummary = z.object({
  queryId: z.string(),
  text: z.string(),
  judgments: z.int().nonnegative(),
  /** Judgments of grade > 0. */
  relevant: z.int().nonnegative(),
  spans: z.int().nonnegative(),
  staleSpans: z.int().nonnegative(),
})
export type QuerySummary = z.infer<typeof QuerySummary>

/** A judgment with what its document is called; `title` is null when the corpus has no such document. */
export const TitledJudgment = z.object({
  split: z.string(),
  docId: z.string(),
  grade: z.int(),
  title: z.string().nullable(),
})
export type TitledJudgment = z.infer<typeof TitledJudgment>

/** One query with everything that is known of it. */
export const QueryDetail = z.object({
  queryId: z.string(),
  text: z.string(),
  answers: z.array(z.string()),
  tags: z.array(z.string()),
  splits: z.array(z.string()),
  spans: z.array(GoldSpan),
  staleSpans: z.array(GoldSpan),
  /** The highest grades first, at most 200; `judgmentsTotal` says how many there are. */
  judgments: z.array(TitledJudgment),
  judgmentsTotal: z.int().nonnegative(),
})
export type QueryDetail = z.infer<typeof QueryDetail>

/** A corpus as one of its versions, with all its versions. */
export const CorpusHistory = z.object({ version: CorpusVersion, versions: z.array(CorpusVersion) })
export type CorpusHistory = z.infer<typeof CorpusHistory>

export const EvalSetVersion = EvalSet.pick({
  evalSetId: true,
  createdAt: true,
  contentHash: true,
  corpusVersionId: true,
}).extend({
  /** 1 for the first version of that name. */
  number: z.int().positive(),
  queries: z.int().nonnegative(),
  judgments: z.int().nonnegative(),
  spans: z.int().nonnegative(),
  /** Runs that were scored on this version. */
  runs: z.int().nonnegative(),
})
export type EvalSetVersion = z.infer<typeof EvalSetVersion>

/** An eval set as one of its versions, with all versions of that name, the oldest first. */
export const EvalSetHistory = z.object({
  evalSet: EvalSet,
  number: z.int().positive(),
  /** False for an older version: it can be read, not corrected. */
  isCurrent: z.boolean(),
  corpus: CorpusVersion,
  versions: z.array(EvalSetVersion),
})
export type EvalSetHistory = z.infer<typeof EvalSetHistory>
