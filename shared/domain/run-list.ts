import { z } from 'zod'
import { EvalSetId, JobId, RunId, SweepId } from './ids.ts'
import { Recipe } from './recipe.ts'
import { Run } from './run.ts'

/** A run as lists hold it: what many runs share is given once in the list, and is a position here. */
export const ListedRun = Run.pick({
  runId: true,
  name: true,
  split: true,
  sweepId: true,
  jobId: true,
  status: true,
  createdAt: true,
  finishedAt: true,
  error: true,
  tags: true,
  notes: true,
  queries: true,
  answeredQueries: true,
}).extend({
  /** Null for a run that was made elsewhere. */
  recipe: z.int().nonnegative().nullable(),
  evalSet: z.int().nonnegative(),
  /** A figure per measure of the list; null when the run has none. */
  values: z.array(z.number().nullable()),
  /** How many examples each figure rests on. */
  counts: z.array(z.int().nonnegative()),
})
export type ListedRun = z.infer<typeof ListedRun>

/** Many runs with few measures each, made to be sent whole: 10,000 runs take about 4 MB. */
export const RunList = z.object({
  metrics: z.array(z.string()),
  recipes: z.array(Recipe),
  evalSets: z.array(z.object({ evalSetId: EvalSetId, name: z.string() })),
  sweeps: z.array(z.object({ sweepId: SweepId, name: z.string(), jobId: JobId })),
  /** Newest first; the runs of one sweep in the order of its grid. */
  runs: z.array(ListedRun),
})
export type RunList = z.infer<typeof RunList>

export const MetricInterval = z.object({
  runId: RunId,
  metric: z.string(),
  ciLow: z.number().nullable(),
  ciHigh: z.number().nullable(),
})
export type MetricInterval = z.infer<typeof MetricInterval>

/** Mean of run − baseline over the `n` examples that both scored. */
export const MetricDifference = z.object({
  runId: RunId,
  metric: z.string(),
  value: z.number(),
  n: z.int().positive(),
})
export type MetricDifference = z.infer<typeof MetricDifference>
