import { formatFigure } from '../../shared/charts/format-figure.ts'
import { metricDefinition } from '../../shared/domain/metric.ts'
import type { RunDetail } from '../../shared/domain/results.ts'

/** How far a mean moves between repetitions: `±0.012 between 3 repetitions`; null where each question is answered once. */
export function spreadText(spreads: RunDetail['spreads'], metric: string): string | null {
  const spread = spreads[metric]
  if (!spread) return null
  const deviation = formatFigure(spread.deviation, metricDefinition(metric)?.unit ?? 'fraction')
  return `±${deviation} between ${spread.repetitions} repetitions`
}

/** What that figure is, for a hint. */
export const spreadHint =
  'Standard deviation of the means of the repetitions: how far this score moves when the same questions are asked again.'
