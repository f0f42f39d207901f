import { z } from 'zod'
import { TokenUsage } from './answer.ts'
import { RunId } from './ids.ts'

/** What is paid for, in the order of the pipeline. */
export const CostStage = z.enum(['training', 'embedding', 'rerank', 'generation', 'judge', 'storage'])
export type CostStage = z.infer<typeof CostStage>

/**
 * `confirmed`: answered, at the reported usage. `unconfirmed`: sent, and no answer came back; booked at its worst case
 * until somebody knows better. `sending`: on its way, reserved at its worst case. `free`: refused or never charged.
 */
export const CallState = z.enum(['sending', 'confirmed', 'unconfirmed', 'free'])
export type CallState = z.infer<typeof CallState>

/** One use of one call by one run. A call that several runs use was paid for once, by the first. */
export const LedgerEntry = z.object({
  at: z.iso.datetime(),
  runId: RunId,
  stage: CostStage,
  queryId: z.string().nullable(),
  model: z.string(),
  state: CallState,
  usage: TokenUsage.nullable(),
  /** What it costs at the price of the day; null when the price is not known, never 0. */
  costUsd: z.number().nonnegative().nullable(),
  /** What this run paid: 0 when the answer came from the cache, the reserve when unconfirmed. */
  spentUsd: z.number().nonnegative().nullable(),
  cached: z.boolean(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** One line of a run's ledger: all its uses of a model at a stage. Calls = confirmed + unconfirmed. */
export const LedgerLine = z.object({
  stage: CostStage,
  model: z.string(),
  calls: z.int().nonnegative(),
  cachedCalls: z.int().nonnegative(),
  unconfirmedCalls: z.int().nonnegative(),
  usage: TokenUsage,
  /** Null when the price of any of them is not known. */
  costUsd: z.number().nonnegative().nullable(),
  spentUsd: z.number().nonnegative().nullable(),
  /** Worst case of what is unconfirmed; part of `spentUsd`. */
  unconfirmedUsd: z.number().nonnegative(),
})
export type LedgerLine = z.infer<typeof LedgerLine>

const UsdCap = z.number().positive().max(1_000_000).nullable()

/** Most that may be spent, in US dollars; null = no limit. What is unconfirmed counts at its worst case. */
export const BudgetCaps = z.strictObject({
  perRunUsd: UsdCap.default(null),
  perSweepUsd: UsdCap.default(null),
})
export type BudgetCaps = z.infer<typeof BudgetCaps>

/** Caps that change; what is left out stays. */
export const BudgetChange = z.strictObject({ perRunUsd: UsdCap.optional(), perSweepUsd: UsdCap.optional() })
export type BudgetChange = z.infer<typeof BudgetChange>

/** US dollars per million tokens of one model at one moment; all known. */
export const TokenPrice = z.object({
  inputUsdPerMillionTokens: z.number().nonnegative(),
  cachedInputUsdPerMillionTokens: z.number().nonnegative(),
  outputUsdPerMillionTokens: z.number().nonnegative(),
  /** Of a request whose prompt is longer than this, all tokens cost so much; left out where the length makes no difference. */
  longPrompts: z
    .object({
      aboveInputTokens: z.int().positive(),
      inputUsdPerMillionTokens: z.number().nonnegative(),
      cachedInputUsdPerMillionTokens: z.number().nonnegative(),
      outputUsdPerMillionTokens: z.number().nonnegative(),
    })
    .optional(),
  /** What a request costs beside its tokens; left out where that is nothing. Rerankers sell searches. */
  usdPerRequest: z.number().nonnegative().optional(),
  /** `your entry`, or the price book's name and date; `local` for what costs nothing. */
  source: z.string(),
})
export type TokenPrice = z.infer<typeof TokenPrice>
