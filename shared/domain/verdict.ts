import { z } from 'zod'
import { RunId } from './ids.ts'

/** A difference below it changes no decision, in the unit of the measure; also the default of a gate. */
export const smallestGainThatMatters = 0.02

/** What the difference of two runs on the same examples says. Better and worse follow the direction of the measure. */
export const VerdictWord = z.enum(['better', 'worse', 'notDecisive', 'notComparable'])
export type VerdictWord = z.infer<typeof VerdictWord>

/** Why two runs are not compared: other questions, another part of them, no example that both scored, no times, or not finished. */
export const NotComparableReason = z.enum(['evalSet', 'split', 'notScored', 'notTimed', 'notFinished'])
export type NotComparableReason = z.infer<typeof NotComparableReason>

/**
 * The difference run − baseline of one measure's mean, over the examples that both scored, and what it rests on. For a
 * quantile of latency it is the difference of the two quantiles: times are not paired.
 */
export const PairedEvidence = z.object({
  /** Mean of the paired differences, or difference of the quantiles, in the unit of the measure. */
  value: z.number(),
  /**
   * 95 % bootstrap interval of `value`, BCa for means, percentile for quantiles; null with fewer than two shared examples,
   * or too few times to hold the quantile.
   */
  ciLow: z.number().nullable(),
  ciHigh: z.number().nullable(),
  /** Shared examples; of times the smaller of the two samples. */
  n: z.int().positive(),
  /** Two-sided p before correction: paired sign-flip test, for scores of only 0 and 1 exact McNemar, for quantiles bootstrap. */
  p: z.number().min(0).max(1),
  /** The same after Holm, over all finished runs on the eval set and split against this baseline. */
  adjustedP: z.number().min(0).max(1),
  /** How many tests that correction counts. */
  familySize: z.int().positive(),
  /** Smallest difference that n examples would show 4 times in 5; null when it cannot be told. */
  detectable: z.number().nonnegative().nullable(),
  /**
   * Further examples until a true difference of `smallestGainThatMatters` would show 4 times in 5 after the correction;
   * 0 where there are enough, null where it cannot be told.
   */
  furtherExamples: z.int().nonnegative().nullable(),
  /** Examples on which the run is better, equal and worse; all 0 for quantiles. */
  wins: z.int().nonnegative(),
  ties: z.int().nonnegative(),
  losses: z.int().nonnegative(),
})
export type PairedEvidence = z.infer<typeof PairedEvidence>

/** A run against the baseline under one measure. */
export const Verdict = z.object({
  runId: RunId,
  metric: z.string(),
  word: VerdictWord,
  /** Set exactly where `word` is notComparable. */
  reason: NotComparableReason.nullable(),
  evidence: PairedEvidence.nullable(),
})
export type Verdict = z.infer<typeof Verdict>

/** A verdict where run and measure are known from its place. */
export const PairVerdict = Verdict.omit({ runId: true, metric: true })
export type PairVerdict = z.infer<typeof PairVerdict>
