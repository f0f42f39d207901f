import { z } from 'zod'
import { RunId } from './ids.ts'
import { Rung } from './recipe.ts'
import { smallestGainThatMatters } from './verdict.ts'

/** What the user asks of the next rung. */
export const GateTerms = z.strictObject({
  /** In the unit of the measure: a gain that is not above this is not worth a climb. */
  leastWorthwhileGain: z.number().nonnegative().default(smallestGainThatMatters),
  /**
   * What a gain is worth: `usdPer1kQueries` for each `gain` of score (0.1 of score = 5 USD per 1,000 queries). Given, the
   * gate tests the net value, gain × worth − extra cost, against 0 instead.
   */
  worthOfGain: z
    .object({ gain: z.number().positive(), usdPer1kQueries: z.number().positive() })
    .nullable()
    .default(null),
  /** Runs above it are not chosen. Milliseconds, p95 of a whole query. */
  maxLatencyP95Ms: z.number().positive().nullable().default(null),
  /** Runs above it are not chosen. US dollars a month at the volume of the serving settings, set-up share included. */
  maxMonthlyUsd: z.number().positive().nullable().default(null),
})
export type GateTerms = z.infer<typeof GateTerms>

/** Why a rung has nothing to decide on. */
export const MissingEvidence = z.enum([
  'noRuns',
  'notScored',
  'overLatency',
  'overBudget',
  'costUnknown',
  'latencyUnknown',
])
export type MissingEvidence = z.infer<typeof MissingEvidence>

export const RungEvidence = z.object({
  rung: Rung,
  /** Finished runs of the rung on this eval set and split, whatever the terms. */
  runIds: z.array(RunId),
  /** Of those, the ones that keep the terms and are scored: what the best is picked from. */
  eligibleRunIds: z.array(RunId),
  /** The run with the best mean over all its examples; null when there is none to choose. */
  best: RunId.nullable(),
  /** Mean over the best run's scored examples, not corrected for having been picked. */
  quality: z.object({ value: z.number(), n: z.int().positive() }).nullable(),
  /** US dollars per 1,000 queries, with the shares of what a month costs anyway, and a month; null when not known. */
  costPer1kUsd: z.number().nonnegative().nullable(),
  monthlyUsd: z.number().nonnegative().nullable(),
  latencyP95Ms: z.number().nonnegative().nullable(),
  /** Set exactly when `best` is null. */
  missing: MissingEvidence.nullable(),
})
export type RungEvidence = z.infer<typeof RungEvidence>

export const GateVerdict = z.enum(['climb', 'stay', 'notDecisive', 'evidenceMissing'])
export type GateVerdict = z.infer<typeof GateVerdict>

/** An estimate with its 95 % interval. */
const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() })

/**
 * One step of the ladder. Its sentence is made of the parts: verdict, difference, share of quality and of cost, further
 * examples.
 */
export const Gate = z.object({
  fromRung: Rung,
  toRung: Rung,
  verdict: GateVerdict,
  /** The rung without evidence; null unless the verdict is evidenceMissing. */
  missingRung: Rung.nullable(),
  /** Runs that the difference rests on: picked on the first half of the examples, and on the second; often the same. */
  bestRunIds: z.object({ from: z.array(RunId).max(2), to: z.array(RunId).max(2) }),
  /** How many runs the best of each rung was picked from. */
  pickedFrom: z.object({ from: z.int().nonnegative(), to: z.int().nonnegative() }),
  /** toRung − fromRung, positive = better, cross-fitted. p: two-sided sign-flip test against 0. */
  difference: Estimate.extend({ n: z.int().positive(), p: z.number().min(0).max(1) }).nullable(),
  leastWorthwhileGain: z.number().nonnegative(),
  /** Further examples until the verdict would be climb or stay 4 times in 5 if the gain lies one least worthwhile gain from the limit. */
  neededExamples: z.int().positive().nullable(),
  /** US dollars per 1,000 queries; given where the user stated what a gain is worth and both costs are known. */
  netValue: Estimate.nullable(),
  /** Of toRung's best run: fractions of quality and cost of the lower rung's ("reaches X % at Y % of the cost"). */
  fromReaches: z.object({ qualityShare: z.number(), costShare: z.number().nullable() }).nullable(),
  /** toRung − fromRung, US dollars per 1,000 queries. */
  extraCostPer1kUsd: z.number().nullable(),
  /**
   * With the same evidence the gate climbs for every limit below the first and stays for every limit above the second; between
   * the two it is not decisive. The limit is the least worthwhile gain; with a worth of gain it is 0 US dollars of net value
   * per 1,000 queries, and `climbsBelow` what the step may cost more until it is no longer climbed. Null without evidence.
   */
  climbsBelow: z.number().nullable().default(null),
  staysAbove: z.number().nullable().default(null),
})
export type Gate = z.infer<typeof Gate>

/** The whole ladder of an eval set's split under one measure. */
export const Ladder = z.object({
  metric: z.string(),
  terms: GateTerms,
  rungs: z.array(RungEvidence),
  gates: z.array(Gate),
})
export type Ladder = z.infer<typeof Ladder>
