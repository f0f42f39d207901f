import { z } from 'zod'
import { Evaluator } from '../../../../shared/domain/evaluator.ts'
import { CorpusVersionId, EvalSetId } from '../../../../shared/domain/ids.ts'
import { BudgetCaps } from '../../../../shared/domain/ledger.ts'

/** The journalled specification of a sweep job. Its runs are in the run store. */
export const SweepJobSpec = z.object({
  evalSetId: EvalSetId,
  split: z.string(),
  corpusVersionId: CorpusVersionId,
  /** Run ids of each index group; an item of the job is one group, named by its position. */
  groups: z.array(z.array(z.string())),
  evaluators: z.array(Evaluator).default([]),
  budget: BudgetCaps.prefault({}),
  /** Answers are asked for in batches where the provider takes them. */
  batch: z.boolean().default(false),
  /** No answer comes from the cache. */
  fresh: z.boolean().default(false),
})
export type SweepJobSpec = z.infer<typeof SweepJobSpec>
