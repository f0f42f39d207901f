import { z } from 'zod'
import { Evaluator } from './evaluator.ts'
import { RunId } from './ids.ts'
import { BudgetCaps } from './ledger.ts'

/** Which evaluators to apply to the stored answers of which finished runs. Nothing is generated again. */
export const RescoreRequest = z.strictObject({
  runIds: z.array(RunId).min(1).max(200),
  evaluators: z.array(Evaluator).min(1).max(20),
  /**
   * `perRunUsd` counts all that a run ever spent, its answers included; `perSweepUsd` counts this scoring alone. When left
   * out, each run keeps the cap that it was started with.
   */
  budget: BudgetCaps.optional(),
})
export type RescoreRequest = z.infer<typeof RescoreRequest>
