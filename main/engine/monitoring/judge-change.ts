import type { CheckKind, ReplayCheck } from '../../../shared/domain/monitor.ts'

export interface MeasuredChange {
  readonly kind: CheckKind
  readonly unit: ReplayCheck['unit']
  /** In the unit of the measure; null when the run has none. */
  readonly pinned: number | null
  readonly value: number | null
  /** value − pinned with its 95 % interval; null when it cannot be told. */
  readonly change: number | null
  readonly ciLow: number | null
  readonly ciHigh: number | null
  readonly n: number
  /** The change from which it is too much, signed: below 0 where lower is worse. Null when it cannot be said. */
  readonly limit: number | null
  /** Why nothing can be said; null when there is a change. */
  readonly reason: string | null
}

/**
 * Drift: the change reaches the limit, and its interval lies on the worse side of 0 altogether. Reaching the limit with
 * an interval that holds 0, or without one, is something to watch.
 */
export function judgeChange(measured: MeasuredChange): ReplayCheck {
  const { change, ciLow, ciHigh, limit } = measured
  if (change === null || limit === null) return { ...measured, state: 'unknown' }
  const sign = Math.sign(limit)
  if (sign * change < Math.abs(limit)) return { ...measured, state: 'ok' }
  const isProven = ciLow !== null && ciHigh !== null && (sign > 0 ? ciLow > 0 : ciHigh < 0)
  return { ...measured, state: isProven ? 'drift' : 'watch' }
}
