import { z } from 'zod'
import { CostStage } from './ledger.ts'

const Usd = z.number().nonnegative()

/** What one model cost at one stage. Answers from the cache cost nothing again and are not counted. */
export const SpendingLine = z.object({
  stage: CostStage,
  model: z.string(),
  /** Confirmed and unconfirmed. */
  calls: z.int().nonnegative(),
  unconfirmedCalls: z.int().nonnegative(),
  /** Calls whose price was not known: they are in no sum, and are not free. */
  unpricedCalls: z.int().nonnegative(),
  /** Of all calls with a price; the unconfirmed ones at their worst case. */
  spentUsd: Usd,
  /** Part of `spentUsd`. */
  unconfirmedUsd: Usd,
})
export type SpendingLine = z.infer<typeof SpendingLine>

/** What a workspace spent in one calendar month (UTC), in US dollars. */
export const MonthSpending = z.object({
  /** `2026-11` */
  month: z.string().regex(/^\d{4}-\d{2}$/),
  /** Null = no limit. */
  capUsd: z.number().positive().nullable(),
  confirmedUsd: Usd,
  /** Sent without an answer, at the worst case. Counts towards the cap. */
  unconfirmedUsd: Usd,
  /** Not settled yet, at the worst case. Counts towards the cap. */
  sendingUsd: Usd,
  lines: z.array(SpendingLine),
})
export type MonthSpending = z.infer<typeof MonthSpending>
