import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Comparison } from '../domain/comparison.ts'
import { EvalSet, EvalSplit } from '../domain/eval-set.ts'
import { Evaluator } from '../domain/evaluator.ts'
import { ExportFormat } from '../domain/export-format.ts'
import { PilotResult, SweepForecast } from '../domain/forecast.ts'
import { GateTerms, Ladder } from '../domain/gate.ts'
import { EvalSetId, JobId, RunId, SweepId } from '../domain/ids.ts'
import { BudgetCaps, BudgetChange } from '../domain/ledger.ts'
import { PairwiseRequest, PairwiseState } from '../domain/pairwise.ts'
import { PromptPreview, PromptPreviewRequest } from '../domain/prompt-preview.ts'
import { Recipe, SweepSpec } from '../domain/recipe.ts'
import { RescoreRequest } from '../domain/rescoring.ts'
import { Run, RunName, RunNotes, RunTags } from '../domain/run.ts'
import { MetricDifference, MetricInterval, RunList } from '../domain/run-list.ts'
import { SweepSpending } from '../domain/sweep-spending.ts'
import { Verdict } from '../domain/verdict.ts'

/** Runs by id, unique beginning of an id, or name; empty means all. */
const RunIds = z.array(RunId).min(1).max(20_000)
/** Rows in view of a table, and the measures it shows. */
const InView = z.object({ runIds: z.array(RunId).max(200), metrics: z.array(z.string()).max(100) })

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
      /** From what was measured in this workspace before; null while nothing like it was. */
      estimatedSeconds: z.number().nonnegative().nullable(),
    }),
  ),
  /** The messages that would be sent for one question. Sends nothing that costs. */
  previewPrompt: oc.input(PromptPreviewRequest).output(PromptPreview),
  /** What a sweep will cost; starts and sends nothing. */
  forecast: oc.input(SweepSpec).output(SweepForecast),
  /** Asks what `forecast` offers as a pilot, within this amount; the runs find the answers and do not pay for them again. */
  pilot: oc.input(z.object({ spec: SweepSpec, mostUsd: z.number().positive().max(1_000_000) })).output(PilotResult),
  /** What a run was started with beside its recipe. */
  startedWith: oc
    .input(z.object({ runId: RunId }))
    .output(z.object({ evaluators: z.array(Evaluator), budget: BudgetCaps })),
  /** Journals and queues a sweep; a single run is a sweep without a grid. */
  start: oc.input(SweepSpec).output(z.object({ jobId: JobId, runIds: z.array(RunId), sweepId: SweepId.nullable() })),
  /** All evaluators that were applied to a run's answers, the latest first. */
  evaluators: oc.input(z.object({ runId: RunId })).output(z.array(Evaluator)),
  /** Applies evaluators to the stored answers of finished runs as a job; nothing is generated again. */
  evaluate: oc.input(RescoreRequest).output(z.object({ jobId: JobId })),
  /** Judges a run's answers against a baseline's as a job, each pair in both orders. */
  judgePairs: oc.input(PairwiseRequest).output(z.object({ jobId: JobId })),
  /** What judges said of a run against a baseline, one result for each version of a judge. */
  pairwise: oc.input(z.object({ baseline: RunId, runId: RunId })).output(PairwiseState),
  /** Other caps for a job that was stopped, before it is resumed; what is left out stays. */
  setBudget: oc.input(BudgetChange.extend({ jobId: JobId })).output(BudgetCaps),
  /** What was spent so far, and the caps it counts against. */
  spending: oc.input(z.object({ jobId: JobId, runId: RunId.optional() })).output(SweepSpending),
  runs: oc.input(z.object({ jobId: JobId.optional() }).default({})).output(z.array(Run)),
  /** All runs, those of one job, or the newest sweeps that hold so many, with the stored figures of these measures. */
  list: oc
    .input(
      z
        .object({
          metrics: z.array(z.string()).max(100).default([]),
          jobId: JobId.optional(),
          newest: z.int().positive().max(10_000).optional(),
        })
        .default({ metrics: [] }),
    )
    .output(RunList),
  /** 95 % intervals; the first call for a run computes them, later ones take the stored. */
  intervals: oc.input(InView).output(z.array(MetricInterval)),
  /** Paired differences to a baseline; only where both runs are on the same eval set and split. */
  differences: oc.input(InView.extend({ baseline: RunId })).output(z.array(MetricDifference)),
  /**
   * Paired statistics against a baseline: better, worse, not decisive or not comparable, for measures that have a value
   * per question and for quantiles of latency. Corrected over all finished runs on the baseline's eval set and split, whatever runs are asked for.
   * The first call for a baseline and measure computes them, later ones take the stored.
   */
  verdicts: oc.input(InView.extend({ baseline: RunId })).output(z.array(Verdict)),
  /** Rungs of an eval set's split with the gates between them, under the user's terms; computed anew each time. */
  ladder: oc
    .input(z.object({ evalSetId: EvalSetId, split: z.string().min(1), metric: z.string().min(1), terms: GateTerms }))
    .output(Ladder),
  edit: oc
    .input(z.object({ runId: RunId, name: RunName.optional(), tags: RunTags.optional(), notes: RunNotes.optional() }))
    .output(Run),
  /** Takes runs out of every list; they can be restored until the workspace is opened again. */
  delete: oc.input(z.object({ runIds: RunIds })).output(z.object({ deleted: z.int().nonnegative() })),
  restore: oc.input(z.object({ runIds: RunIds })).output(z.object({ restored: z.int().nonnegative() })),
  compare: oc
    .input(
      z.object({
        runs: RunReferences,
        baseline: z.string().min(1).optional(),
        metrics: z.array(z.string()).optional(),
      }),
    )
    .output(Comparison),
  /** The comparison as a file, in pieces of text; Parquet as Base64. TREC takes exactly one run. */
  export: oc
    .input(z.object({ runs: RunReferences, baseline: z.string().min(1).optional(), format: ExportFormat }))
    .output(eventIterator(z.string())),
}
