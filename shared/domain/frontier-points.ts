import type { LadderReport } from './ladder-report.ts'
import { rungLabel } from './rung-label.ts'

/** The runs whose cost and quality are known, as points of a frontier chart; those that break a limit are dimmed. */
export function frontierPoints(runs: LadderReport['runs']) {
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
