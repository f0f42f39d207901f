import type { RungTone } from './chart.ts'
import { formatFigure } from './format-figure.ts'
import type { FrontierAxis, FrontierPoint } from './frontier-chart.ts'

/** A run as the ladder tells of it; null is not known. */
export interface FrontierRun {
  readonly runId: string
  readonly name: string
  readonly rung: RungTone
  readonly monthlyUsd: number | null
  readonly latencyP95Ms: { readonly value: number } | null
  readonly quality: {
    readonly value: number
    readonly ciLow: number | null
    readonly ciHigh: number | null
    readonly n: number
  } | null
  readonly onFrontier: boolean
  readonly onLatencyFrontier: boolean
  readonly isBestOfRung: boolean
  /** The user's limits that it breaks. */
  readonly breaks: readonly string[]
}

/** What quality is held against unless somebody chose: cost, but for runs that all cost nothing and differ in latency alone. */
export function usualAxis(runs: readonly FrontierRun[], isEveryRunFree: boolean): FrontierAxis {
  const isTimed = runs.some(({ quality, latencyP95Ms }) => quality !== null && latencyP95Ms !== null)
  return isEveryRunFree && isTimed ? 'latency' : 'cost'
}

/**
 * The runs whose quality, and cost or latency, are known, as points of a frontier chart; those that break a limit, or of which
 * nothing is known about it, are dimmed.
 */
export function frontierPoints(
  runs: readonly FrontierRun[],
  axis: FrontierAxis,
  rungLabel: Readonly<Record<RungTone, string>>,
): FrontierPoint[] {
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
