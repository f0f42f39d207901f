import { z } from 'zod'
import { CorpusVersionId, EvalSetId, IndexId, JobId, RunId, SweepId } from './ids.ts'
import { Recipe } from './recipe.ts'

export const RunStatus = z.enum(['queued', 'running', 'finished', 'failed', 'cancelled'])
export type RunStatus = z.infer<typeof RunStatus>

/** Where a run that was made elsewhere comes from. */
export const ImportedOrigin = z.object({
  kind: z.literal('imported'),
  /** The last column of a TREC run, or the id in a file of results: what the maker called the run. */
  tag: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  /** Lines of the file that were taken. */
  lines: z.int().nonnegative(),
  /** Most documents that the file ranks for one query: measures at deeper cut-offs see no more than these. */
  depth: z.int().nonnegative(),
  /** Taken lines that name a document outside the corpus; they keep their rank and count as not relevant. */
  foreignLines: z.int().nonnegative(),
  /** The recipe that its file holds, as its maker stated it; nothing here ran it. */
  recipe: Recipe.nullable().optional(),
  /** The run of its file, by tag, that its stated differences are taken to. */
  statedBaseline: z.string().nullable().optional(),
  /** True when its file holds answers. */
  hasAnswers: z.boolean().optional(),
})
export type ImportedOrigin = z.infer<typeof ImportedOrigin>

/** What a run rests on, enough to repeat it. */
export const Provenance = z.object({
  /** Set exactly for runs without a recipe: they were made elsewhere, and only their scores are ours. */
  origin: ImportedOrigin.optional(),
  appVersion: z.string(),
  corpusVersionId: CorpusVersionId,
  evalSetHash: z.string(),
  indexId: IndexId.nullable(),
  chunks: z.int().nullable(),
  /** Σ tokens of all chunks of the index (o200k_base), overlaps counted each time. */
  indexTokens: z.int().nullable(),
  indexBytes: z.int().nullable(),
  indexBuildMs: z.number().nullable(),
  embedder: z.string().nullable(),
  vectorIndex: z.string().nullable(),
  tokenizer: z.string().nullable(),
  /** Seed of the bootstrap and of the latency sample. */
  seed: z.int(),
})
export type Provenance = z.infer<typeof Provenance>

/** What people write on a run: enough to be found again, short enough to be shown. */
export const RunName = z.string().trim().min(1).max(200)
export const RunTags = z
  .array(z.string().trim().min(1).max(50))
  .max(20)
  .transform((tags) => [...new Set(tags)])
export const RunNotes = z.string().max(10_000)

/** A recipe on an eval set's split, or a ranking of documents that was made elsewhere and imported. */
export const Run = z.object({
  runId: RunId,
  name: z.string(),
  /** Null for a run that was made elsewhere: see `provenance.origin`. */
  recipe: Recipe.nullable(),
  recipeHash: z.string().nullable(),
  evalSetId: EvalSetId,
  evalSetName: z.string(),
  split: z.string(),
  /** Null for a run that was started alone. */
  sweepId: SweepId.nullable(),
  sweepName: z.string().nullable(),
  jobId: JobId,
  status: RunStatus,
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  error: z.string().nullable(),
  tags: z.array(z.string()),
  notes: z.string(),
  provenance: Provenance,
  /** Queries of the split and how far the run is. */
  queries: z.int().nonnegative(),
  answeredQueries: z.int().nonnegative(),
})
export type Run = z.infer<typeof Run>

/** A run of ours: one that a recipe made. */
export type RecipeRun = Run & { readonly recipe: Recipe }

export const isRecipeRun = (run: Run): run is RecipeRun => run.recipe !== null

/** One retrieved chunk of one query, in final rank order. Ranks start at 1; a side that did not return it is null. */
export const RetrievedChunk = z.object({
  /**
   * Position of the chunk in its chunk set, from 0. In a run without a recipe: position of the document in the corpus
   * version; positions behind the last are the run's foreign documents.
   */
  chunk: z.int().nonnegative(),
  score: z.number(),
  fulltextScore: z.number().nullable(),
  fulltextRank: z.int().positive().nullable(),
  vectorScore: z.number().nullable(),
  vectorRank: z.int().positive().nullable(),
})
export type RetrievedChunk = z.infer<typeof RetrievedChunk>

/**
 * A mean over examples with its interval. `value` and the interval are null when nothing could be scored (n = 0);
 * the interval alone is null where none is defined.
 */
export const MetricEstimate = z.object({
  metric: z.string(),
  value: z.number().nullable(),
  ciLow: z.number().nullable(),
  ciHigh: z.number().nullable(),
  /** Examples the value rests on. */
  n: z.int().nonnegative(),
  /** Examples of the split that this measure does not apply to or could not score. */
  unscored: z.int().nonnegative(),
})
export type MetricEstimate = z.infer<typeof MetricEstimate>
