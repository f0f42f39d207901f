import { formatFigure } from '../charts/format-figure.ts'
import type { FrontierAxis, FrontierPoint } from '../charts/frontier-chart.ts'
import type { LadderReport } from './ladder-report.ts'
import { rungLabel } from './rung-label.ts'

/**
 * The runs whose quality, and cost or latency, are known, as points of a frontier chart; those that break a limit, or of which
 * nothing is known about it, are dimmed.
 */
export function frontierPoints(runs: LadderReport['runs'], axis: FrontierAxis): FrontierPoint[] {
  return runs.flatMap((run) => {
    const { runId, name, rung, monthlyUsd, latencyP95Ms, quality, isBestOfRung, breaks } = run
    const x = axis === 'cost' ? monthlyUsd : (latencyP95Ms?.value ?? null)
    if (x === null || quality === null) return []
    const cost = monthlyUsd === null ? 'cost not known' : `${formatFigure(monthlyUsd, 'usd')} a month`
    const latency = latencyP95Ms === null ? 'p95 not known' : `p95 ${formatFigure(latencyP95Ms.value, 'ms')}`
    return [
      {
        ...{ key: runId, name, rung, rungLabel: rungLabel[rung], x, n: quality.n },
        ...{ quality: quality.value, low: quality.ciLow, high: quality.ciHigh },
        says: axis === 'cost' ? [cost, latency] : [latency, cost],
        onFrontier: axis === 'cost' ? run.onFrontier : run.onLatencyFrontier,
        isBestOfRung,
        isDimmed: breaks.length > 0,
      },
    ]
  })
}
