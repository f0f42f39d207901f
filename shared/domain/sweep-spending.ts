import { z } from 'zod'
import { BudgetCaps } from './ledger.ts'

const Usd = z.number().nonnegative()

/** What a sweep, and one run of it, spent of its caps: US dollars, what is on its way or unconfirmed at its worst case. */
export const SweepSpending = z.object({
  caps: BudgetCaps,
  sweepUsd: Usd,
  /** Null where no run was asked for. */
  runUsd: Usd.nullable(),
})
export type SweepSpending = z.infer<typeof SweepSpending>
