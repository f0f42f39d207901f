import type { LadderReport } from '../domain/ladder-report.ts'
import { rungLabel } from '../domain/rung-label.ts'
import type { FrontierPoint } from './frontier-chart.ts'

/** The runs whose cost and quality are known, as points; those that break a limit are dimmed. */
export function frontierPoints(runs: LadderReport['runs']): FrontierPoint[] {
  return runs.flatMap(({ runId, name, rung, monthlyUsd, quality, onFrontier, isBestOfRung, breaks }) =>
    monthlyUsd === null || quality === null
      ? []
      : [
          {
            key: runId,
            name,
            rung,
            rungLabel: rungLabel[rung],
            monthlyUsd,
            quality: quality.value,
            low: quality.ciLow,
            high: quality.ciHigh,
            n: quality.n,
            onFrontier,
            isBestOfRung,
            isDimmed: breaks.length > 0,
          },
        ],
  )
}
