import { z } from 'zod'
import { JudgeModel, Rubric } from './evaluator.ts'
import { JobId, RunId } from './ids.ts'
import { BudgetCaps } from './ledger.ts'

/** Who says which of two answers is better, and by what. */
export const PairwiseJudge = z.strictObject({ rubric: Rubric, ...JudgeModel })
export type PairwiseJudge = z.infer<typeof PairwiseJudge>

/** Two finished runs on the same questions; the judge's cost is booked in that of `runId`. */
export const PairwiseRequest = z.strictObject({
  baseline: RunId,
  runId: RunId,
  judge: PairwiseJudge,
  /** As for scoring again: `perRunUsd` counts all that the run ever spent, `perSweepUsd` this judging alone. */
  budget: BudgetCaps.optional(),
})
export type PairwiseRequest = z.infer<typeof PairwiseRequest>

export const defaultPairwiseRubric =
  'The better answer says what the reference answers say, without mistakes. Where both do, or neither, they are alike. Ignore style and length.'

/** What one version of a judge says of a run against a baseline. wins + ties + losses = n. */
export const PairwiseResult = z.object({
  /** `pairwise.BASELINE#1a2b3c4d`: 1 = win, 0.5 = tie, 0 = loss for each question. */
  measure: z.string(),
  n: z.int().nonnegative(),
  /** Both orders of the two answers prefer this run's. */
  wins: z.int().nonnegative(),
  ties: z.int().nonnegative(),
  losses: z.int().nonnegative(),
  /** Replies that could not be read. */
  unread: z.int().nonnegative(),
  /** wins / (wins + losses) with its 95 % Wilson interval; null when nothing was decided. */
  share: z.number().min(0).max(1).nullable(),
  ciLow: z.number().nullable(),
  ciHigh: z.number().nullable(),
  /** Share of the n questions on which the place alone decided: the first, or the second, was preferred both times. */
  positionBias: z.number().min(0).max(1).nullable(),
})
export type PairwiseResult = z.infer<typeof PairwiseResult>

export const PairwiseState = z.object({
  results: z.array(PairwiseResult),
  /** The job that judges these two now, or that stopped on the way; null when there is none. */
  jobId: JobId.nullable(),
})
export type PairwiseState = z.infer<typeof PairwiseState>
