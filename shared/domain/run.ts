import { z } from 'zod'
import { CorpusVersionId, EvalSetId, IndexId, JobId, RunId, SweepId } from './ids.ts'
import { Recipe } from './recipe.ts'

export const RunStatus = z.enum(['queued', 'running', 'finished', 'failed', 'cancelled'])
export type RunStatus = z.infer<typeof RunStatus>

/** What a run rests on, enough to repeat it. */
export const Provenance = z.object({
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

/** A recipe on an eval set's split. */
export const Run = z.object({
  runId: RunId,
  name: z.string(),
  recipe: Recipe,
  recipeHash: z.string(),
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

/** One retrieved chunk of one query, in final rank order. Ranks start at 1; a side that did not return it is null. */
export const RetrievedChunk = z.object({
  /** Position of the chunk in its chunk set, from 0. */
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
