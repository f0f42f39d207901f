import { z } from 'zod'
import { EvalSetId, RunId } from './ids.ts'

/** Whether the un-tuned model was measured on a version's test split, zero-shot and few-shot. */
export const TrainingBaseline = z.object({
  /** Null until the eval set of the frozen split is made. */
  evalSetId: EvalSetId.nullable(),
  testRows: z.int().nonnegative(),
  /** Finished runs of the base model on the split `test`, the newest last. */
  zeroShot: z.array(RunId),
  fewShot: z.array(RunId),
  isMeasured: z.boolean(),
  /** What is missing, in a sentence; null when both were measured. */
  missing: z.string().nullable(),
})
export type TrainingBaseline = z.infer<typeof TrainingBaseline>
