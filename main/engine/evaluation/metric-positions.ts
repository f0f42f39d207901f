import { retrievalMetrics } from '../../../shared/domain/metric.ts'

const positions = new Map(retrievalMetrics.map(({ name }, position) => [name, position]))

/**
 * Where measures stand in a query's score array, which has one entry per `retrievalMetrics`, in that order.
 * @throws Error if a name is not in the list: this folder and the list disagree.
 */
export function metricPositions(names: readonly string[]): readonly number[] {
  return names.map((name) => {
    const position = positions.get(name)
    if (position === undefined) throw new Error(`The measure ${name} is computed but not in retrievalMetrics.`)
    return position
  })
}
