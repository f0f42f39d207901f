import { z } from 'zod'

/** The name under which a workspace keeps these settings. */
export const budgetSettingsName = 'budget'

/** What may be spent in a calendar month (UTC) by a whole workspace, in US dollars; null = no limit. */
export const BudgetSettings = z.strictObject({
  monthlyUsd: z.number().positive().max(1_000_000).nullable().default(null),
})
export type BudgetSettings = z.infer<typeof BudgetSettings>
