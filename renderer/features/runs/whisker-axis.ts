import { metricDefinition } from '../../../shared/domain/metric.ts'
import type { GridSort } from '../../ui/data-grid/grid-column.ts'
import type { RunRow } from './run-row.ts'

/** One axis for the intervals of all runs: fractions from `low` to `high`. */
export interface WhiskerAxis {
  readonly metric: string
  readonly low: number
  readonly high: number
}

const stepsPerOne = 10
/** Room for the intervals of the outermost runs, which are known only when they come into view. */
const room = 0.05

/** The score that the table is sorted by first; without one, the main one. */
export function whiskerMetric(sorting: readonly GridSort[]): string {
  const isScore = (name: string) => metricDefinition(name)?.unit === 'fraction'
  return sorting.find(({ column }) => isScore(column))?.column ?? 'ndcg@10'
}

/** An axis that holds the figures of all finished runs, at whole tenths. */
export function whiskerAxis(runs: readonly RunRow[], metric: string): WhiskerAxis {
  let least = 1
  let most = 0
  for (const run of runs) {
    const value = run.status === 'finished' ? run.figures.get(metric)?.value : undefined
    if (value === undefined) continue
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  if (least > most) return { metric, low: 0, high: 1 }
  return {
    metric,
    low: Math.max(0, Math.floor((least - room) * stepsPerOne) / stepsPerOne),
    high: Math.min(1, Math.ceil((most + room) * stepsPerOne) / stepsPerOne),
  }
}
