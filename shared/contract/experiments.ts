import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Comparison } from '../domain/comparison.ts'
import { EvalSet, EvalSplit } from '../domain/eval-set.ts'
import { ExportFormat } from '../domain/export-format.ts'
import { JobId, RunId } from '../domain/ids.ts'
import { Recipe, SweepSpec } from '../domain/recipe.ts'
import { Run } from '../domain/run.ts'

/** Runs by id, unique beginning of an id, or name; empty means all. */
const RunReferences = z.array(z.string().min(1)).default([])

export const experimentsContract = {
  /** A complete, valid recipe from defaults, a base and assignments by dotted field name. */
  recipe: oc
    .input(
      z.object({
        base: z.record(z.string(), z.unknown()).default({}),
        set: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .output(Recipe),
  /** What a sweep would do; starts nothing. */
  plan: oc.input(SweepSpec).output(
    z.object({
      evalSet: EvalSet,
      split: EvalSplit,
      recipes: z.array(Recipe),
      repeated: z.int().nonnegative(),
      indexes: z.int().nonnegative(),
      newIndexes: z.int().nonnegative(),
    }),
  ),
  /** Journals and queues a sweep; a single run is a sweep without a grid. */
  start: oc.input(SweepSpec).output(z.object({ jobId: JobId, runIds: z.array(RunId) })),
  runs: oc.input(z.object({ jobId: JobId.optional() }).default({})).output(z.array(Run)),
  compare: oc
    .input(
      z.object({
        runs: RunReferences,
        baseline: z.string().min(1).optional(),
        metrics: z.array(z.string()).optional(),
      }),
    )
    .output(Comparison),
  /** The comparison as a file, in pieces. TREC takes exactly one run. */
  export: oc
    .input(z.object({ runs: RunReferences, baseline: z.string().min(1).optional(), format: ExportFormat }))
    .output(eventIterator(z.string())),
}
