import { z } from 'zod'
import { RunId } from './ids.ts'
import { MetricEstimate, Run } from './run.ts'
import { PairVerdict } from './verdict.ts'

export const ComparedMetric = MetricEstimate.extend({
  /** Mean of the paired differences to the baseline and the number of shared examples; null where not comparable. */
  difference: z.object({ value: z.number(), n: z.int().positive() }).nullable(),
})
export type ComparedMetric = z.infer<typeof ComparedMetric>

/** The same in a file, with what the paired test against the baseline says where one was asked for. */
export const ExportedMetric = ComparedMetric.extend({ verdict: PairVerdict.nullish() })
export type ExportedMetric = z.infer<typeof ExportedMetric>

export const ComparedRun = z.object({
  run: Run,
  metrics: z.array(ComparedMetric),
})
export type ComparedRun = z.infer<typeof ComparedRun>

/** Runs side by side. A measure that a run has no value of is absent from its list. */
export const Comparison = z.object({
  baseline: RunId.nullable(),
  metrics: z.array(
    z.object({
      name: z.string(),
      unit: z.enum(['fraction', 'ms', 'count', 'bytes', 'tokens', 'usd']),
      better: z.enum(['higher', 'lower', 'none']),
      kind: z.enum(['mean', 'proportion', 'quantile', 'total']),
    }),
  ),
  runs: z.array(ComparedRun),
})
export type Comparison = z.infer<typeof Comparison>

/** A comparison as files hold it. */
export interface ExportedComparison extends Omit<Comparison, 'runs'> {
  readonly runs: readonly { readonly run: Run; readonly metrics: readonly ExportedMetric[] }[]
}
