import { z } from 'zod'
import { Triage } from './answer.ts'
import { Gate, GateTerms, RungEvidence } from './gate.ts'
import { EvalSetId, RunId } from './ids.ts'
import { Rung } from './rung.ts'

/** The name under which a workspace keeps what was last asked of the ladder. */
export const ladderSettingsName = 'ladder'

/** Terms of the gate, each of which may be left out; none has a default here. */
const SomeTerms = z.strictObject({
  leastWorthwhileGain: GateTerms.shape.leastWorthwhileGain.unwrap().optional(),
  worthOfGain: GateTerms.shape.worthOfGain.unwrap().optional(),
  maxLatencyP95Ms: GateTerms.shape.maxLatencyP95Ms.unwrap().optional(),
  maxMonthlyUsd: GateTerms.shape.maxMonthlyUsd.unwrap().optional(),
})

/** What the ladder is asked. What is left out is taken from the workspace's settings, else from the runs there are. */
export const LadderQuestion = z.strictObject({
  evalSetId: EvalSetId.optional(),
  split: z.string().min(1).optional(),
  /** A measure with a value for each question. */
  metric: z.string().min(1).optional(),
  /** Left out: the volume of the serving settings. */
  queriesPerMonth: z.int().min(0).max(10_000_000_000).optional(),
  terms: SomeTerms.optional(),
})
export type LadderQuestion = z.infer<typeof LadderQuestion>

const Usd = z.number().nonnegative().nullable()

/** A finished run of a recipe as a point of cost and quality. */
export const CostedRun = z.object({
  runId: RunId,
  name: z.string(),
  rung: Rung,
  /** Null where the run is not scored by the measure; the interval alone where none is defined. */
  quality: z
    .object({
      value: z.number(),
      ciLow: z.number().nullable(),
      ciHigh: z.number().nullable(),
      n: z.int().positive(),
    })
    .nullable(),
  /** US dollars; null = not known, never 0. A recipe that calls nobody costs 0. */
  per1kQueriesUsd: Usd,
  /** Storage, hosting and the month's shares of set-up and training: what a month costs without any query. */
  fixedUsd: Usd,
  /** Fixed + running × volume. */
  monthlyUsd: Usd,
  /** p95 of a whole query with the interval of its own bootstrap, in milliseconds. */
  latencyP95Ms: z
    .object({ value: z.number().nonnegative(), ciLow: z.number().nullable(), ciHigh: z.number().nullable() })
    .nullable(),
  /** Not dominated: no other run costs no more and is no worse, one of the two strictly. */
  onFrontier: z.boolean(),
  /** The same of p95 latency and quality. */
  onLatencyFrontier: z.boolean().default(false),
  isBestOfRung: z.boolean(),
  /** Limits that it breaks, or about which nothing is known. */
  breaks: z.array(z.enum(['latency', 'budget'])),
})
export type CostedRun = z.infer<typeof CostedRun>

/** A step up to a rung, from the best rung below it that is worth standing on. */
export const LadderStep = Gate.extend({
  /** One sentence. */
  sentence: z.string(),
  /** US dollars a month between the two best runs at the volume; null when not known. */
  extraMonthlyUsd: z.number().nullable(),
})
export type LadderStep = z.infer<typeof LadderStep>

/** What to try next, and what says so. */
export const LadderAdvice = z.object({
  runId: RunId,
  rung: Rung,
  /**
   * `answers`: wrong answers; `ranking`: of a run that answers nothing, questions without a relevant document among the
   * first 10.
   */
  basis: z.enum(['answers', 'ranking']).default('answers'),
  triage: Triage,
  /** Wrong for this reason, of all that are wrong, of all examples. */
  count: z.int().positive(),
  wrong: z.int().positive(),
  examples: z.int().positive(),
  sentence: z.string(),
})
export type LadderAdvice = z.infer<typeof LadderAdvice>

/** Something that would change the advice, with the value at which it does. */
export const AdviceChange = z.object({
  /** `gate`: a verdict turns; `evidence`: nothing is known of the rung yet; the others: limits, costs and volumes. */
  kind: z.enum(['gate', 'budget', 'latency', 'volume', 'price', 'evidence']),
  rung: Rung,
  /** Runs that it rests on. */
  runIds: z.array(RunId),
  /** Of a gate: how near it is to turning, in half widths of its interval, ≥ 0; null elsewhere. */
  margin: z.number().nonnegative().nullable(),
  /** One sentence. */
  sentence: z.string(),
})
export type AdviceChange = z.infer<typeof AdviceChange>

/** The four rungs at a volume, with every run as a point, the steps between the rungs and what they come to. */
export const LadderReport = z.object({
  evalSetId: EvalSetId,
  evalSetName: z.string(),
  split: z.string(),
  /** Questions of the split. */
  questions: z.int().nonnegative(),
  metric: z.string(),
  queriesPerMonth: z.number().nonnegative(),
  setupMonths: z.number().positive(),
  terms: GateTerms,
  /** Where the ladder could be asked, and by what measures here. */
  places: z.array(
    z.object({
      evalSetId: EvalSetId,
      name: z.string(),
      split: z.string(),
      runs: z.int().positive(),
    }),
  ),
  metrics: z.array(z.string()),
  rungs: z.array(RungEvidence),
  /** Upwards, one for each rung above the lowest with evidence, or for each above Prompt where none has any. */
  steps: z.array(LadderStep),
  /** Where the evidence says to stand; null without any. */
  standOn: Rung.nullable(),
  verdict: z.enum(['climb', 'stay', 'notDecisive', 'evidenceMissing']),
  headline: z.string(),
  /** The figures behind the headline; empty without evidence. */
  detail: z.string(),
  runs: z.array(CostedRun),
  advice: z.array(LadderAdvice),
  /** Gates first, the one that is nearest to turning before the others. Records saved before there was such a list have none. */
  wouldChange: z.array(AdviceChange).default([]),
})
export type LadderReport = z.infer<typeof LadderReport>
