import { z } from 'zod'
import { CostStage, TokenPrice } from './ledger.ts'

/** US dollars: the middle, and the range that should hold the actual cost nine times in ten. */
export const CostRange = z.object({
  lowUsd: z.number().nonnegative(),
  middleUsd: z.number().nonnegative(),
  highUsd: z.number().nonnegative(),
})
export type CostRange = z.infer<typeof CostRange>

/** All calls of a sweep to one model for one stage. */
export const ForecastLine = z.object({
  stage: CostStage,
  model: z.string(),
  baseUrl: z.string(),
  /** That will be paid for: what is known to be answered already is left out. */
  calls: z.int().nonnegative(),
  /** In the middle, o200k_base. */
  inputTokens: z.number().nonnegative(),
  /** In the middle; where `outputFrom` is `cap`, the most that there can be. */
  outputTokens: z.number().nonnegative(),
  /** Whether the length of answers is that of earlier ones of this model, or the most that is allowed. */
  outputFrom: z.enum(['earlier', 'cap']),
  /** Null when it is not known. */
  price: TokenPrice.nullable(),
  /** Null when the price is not known. */
  cost: CostRange.nullable(),
})
export type ForecastLine = z.infer<typeof ForecastLine>

/** A limit that is set, and whether the forecast keeps to it: `maybe` when the limit lies inside the range. */
export const ForecastCap = z.object({
  scope: z.enum(['run', 'sweep', 'month']),
  capUsd: z.number().positive(),
  /** What is left of it; less than the cap only for the month. */
  leftUsd: z.number().nonnegative(),
  /** `unknown`: a price is missing, so that the first request to its model would be refused. */
  keeps: z.enum(['yes', 'maybe', 'no', 'unknown']),
})
export type ForecastCap = z.infer<typeof ForecastCap>

/** What can be asked before a sweep starts to learn how long its answers are. */
export const PilotOffer = z.object({
  /** Over all models; at most 20 for each. */
  questions: z.int().positive(),
  /** The worst case. */
  mostUsd: z.number().positive(),
})
export type PilotOffer = z.infer<typeof PilotOffer>

export const PilotResult = z.object({
  answered: z.int().nonnegative(),
  /** Questions that a model refused, or whose answer could not be read. */
  failed: z.int().nonnegative(),
  spentUsd: z.number().nonnegative(),
})
export type PilotResult = z.infer<typeof PilotResult>

/** What a sweep will cost, before it starts. */
export const SweepForecast = z.object({
  lines: z.array(ForecastLine),
  /** Null when a price is not known. */
  total: CostRange.nullable(),
  /** Of the lines whose price is known. */
  known: CostRange,
  unknownPrices: z.array(z.object({ model: z.string(), baseUrl: z.string() })),
  caps: z.array(ForecastCap),
  /** Prompts that were counted with texts that stand in for passages of an index that is not built. */
  hasStandIns: z.boolean(),
  /** Null when a pilot would learn nothing, or its price is not known. Its answers serve the runs. */
  pilot: PilotOffer.nullable(),
})
export type SweepForecast = z.infer<typeof SweepForecast>
