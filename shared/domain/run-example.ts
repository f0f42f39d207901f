import { z } from 'zod'
import { Answer, Triage } from './answer.ts'
import { latencyStages } from './metric.ts'
import { Recipe } from './recipe.ts'

/** One example of one run, as JSON lines and Parquet files hold it: one line or row each, the same columns in both. */
export const RunExample = z.object({
  run: z.string().min(1),
  name: z.string(),
  rung: z.string().nullable(),
  evalSet: z.string(),
  split: z.string(),
  /** Null for a run that was made elsewhere, unless its file held one. */
  recipe: Recipe.nullable(),
  queryId: z.string().min(1),
  question: z.string(),
  tags: z.array(z.string()),
  /** By measure; null where the example could not be scored. Columns `score.ndcg@10`. */
  scores: z.record(z.string(), z.number().nullable()),
  /** By stage, of the timed examples; null for the others. Columns `latencyMs.search`. */
  latencyMs: z.partialRecord(z.enum(latencyStages), z.number().nonnegative().nullable()),
  /** What its answers cost together; null when nothing was answered or a price is not known. */
  costUsd: z.number().nonnegative().nullable(),
  triage: Triage.nullable(),
  /** In the order of repetitions. */
  answers: z.array(Answer),
  /** The first documents of the ranking, at most 10; null while the example is not searched. */
  retrieved: z.array(z.object({ docId: z.string(), score: z.number() })).nullable(),
})
export type RunExample = z.infer<typeof RunExample>
