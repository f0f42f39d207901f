import { z } from 'zod'
import { CorpusId, CorpusVersionId, EvalSetId } from './ids.ts'

/** A gold character range in a document, half-open [start, end) in UTF-16 code units, with the text it covers. */
export const GoldSpan = z.object({
  docId: z.string().min(1),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  quote: z.string(),
})
export type GoldSpan = z.infer<typeof GoldSpan>

/** A relevance judgment (qrel). Grades ≤ 0 are not relevant. */
export const Judgment = z.object({
  queryId: z.string().min(1),
  docId: z.string().min(1),
  grade: z.int(),
})
export type Judgment = z.infer<typeof Judgment>

/** One example of an eval set. */
export const EvalQuery = z.object({
  queryId: z.string().min(1),
  text: z.string(),
  answers: z.array(z.string()),
  /** Gold spans, anchored in the documents of the eval set's corpus version. */
  spans: z.array(GoldSpan),
  /** Free labels, e.g. question type or difficulty, used for slices. */
  tags: z.array(z.string()),
})
export type EvalQuery = z.infer<typeof EvalQuery>

/** A frozen selection of an eval set's examples with its judgments. */
export const EvalSplit = z.object({
  name: z.string().min(1),
  queries: z.int().nonnegative(),
  /** Queries with at least one judgment of grade > 0: the ones that a retrieval mean runs over. */
  judgedQueries: z.int().nonnegative(),
  judgments: z.int().nonnegative(),
})
export type EvalSplit = z.infer<typeof EvalSplit>

export const EvalSet = z.object({
  evalSetId: EvalSetId,
  name: z.string().min(1),
  corpusId: CorpusId,
  corpusVersionId: CorpusVersionId,
  createdAt: z.iso.datetime(),
  /** SHA-256 (hex) over queries, answers, spans and judgments in canonical order. */
  contentHash: z.string(),
  queries: z.int().nonnegative(),
  splits: z.array(EvalSplit),
  spans: z.int().nonnegative(),
  /** Spans whose quote is no longer found in the document: counted, not scored. */
  staleSpans: z.int().nonnegative(),
})
export type EvalSet = z.infer<typeof EvalSet>
