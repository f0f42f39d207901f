import { z } from 'zod'
import { ExportedMetric } from '../../../../shared/domain/comparison.ts'
import { describeIssues } from '../../../../shared/domain/describe-issues.ts'
import { metricDefinition } from '../../../../shared/domain/metric.ts'
import { Recipe } from '../../../../shared/domain/recipe.ts'
import { isRecord } from '../tables/cell-values.ts'
import type { StatedResult } from './stated-result.ts'

/** What is needed of an exported run; whatever else it holds is of the workspace that it came from. */
const StatedRun = z.object({
  run: z.object({
    runId: z.string().min(1),
    name: z.string(),
    recipe: z.unknown(),
    evalSetName: z.string(),
    split: z.string(),
    tags: z.array(z.string()).default([]),
    notes: z.string().default(''),
    provenance: z.object({ origin: z.object({ recipe: z.unknown() }).optional() }).optional(),
  }),
  metrics: z.array(ExportedMetric),
})

type Read = { readonly result: StatedResult } | { readonly row: number; readonly reason: string }

/** The runs of a comparison that was exported as JSON, counted from 1; null when the value is none. */
export function readComparisonJson(value: unknown): Read[] | null {
  if (!isRecord(value) || !Array.isArray(value.runs) || !Array.isArray(value.metrics)) return null
  if (!Object.hasOwn(value, 'baseline')) return null
  const baseline = typeof value.baseline === 'string' ? value.baseline : null
  return value.runs.map((item, index): Read => {
    const row = index + 1
    const parsed = StatedRun.safeParse(item)
    if (!parsed.success)
      return {
        row,
        reason: `The run cannot be read: ${describeIssues(parsed.error, 'the run').slice(0, 3).join('; ')}.`,
      }
    const { run, metrics } = parsed.data
    const unknown = metrics.find(({ metric }) => !metricDefinition(metric))
    if (unknown) return { row, reason: `There is no measure "${unknown.metric.slice(0, 100)}".` }
    const recipe = Recipe.safeParse(run.recipe ?? run.provenance?.origin?.recipe)
    return {
      result: {
        ...{ statedId: run.runId, name: run.name, evalSetName: run.evalSetName, split: run.split, baseline },
        recipe: recipe.success ? recipe.data : null,
        ...{ figures: metrics, examples: [], tags: run.tags, notes: run.notes },
        rows: [{ row, queryId: null }],
      },
    }
  })
}
