import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { CheckKind, CheckState, ReplayCheck, ReplayVerdict } from '../../../shared/domain/monitor.ts'
import type { PillKind } from '../../ui/pill.tsx'

export const checkNames: Record<CheckKind, string> = {
  quality: 'Quality',
  latency: 'Latency p95',
  cost: 'Cost per 1,000',
  refusals: 'Abstained',
}

export const verdictWords: Record<ReplayVerdict | CheckState, string> = {
  running: 'Running',
  failed: 'Not finished',
  ok: 'As pinned',
  watch: 'Watch',
  drift: 'Drift',
  unknown: 'Not known',
}

export const verdictPills: Record<ReplayVerdict | CheckState, PillKind> = {
  running: 'plain',
  failed: 'bad',
  ok: 'good',
  watch: 'warning',
  drift: 'bad',
  unknown: 'plain',
}

/** The whole of a check, for tooltips and screen readers. */
export function checkSentence(check: ReplayCheck): string {
  const { kind, unit, value, pinned, change, ciLow, ciHigh, n, limit, reason } = check
  if (value === null || change === null) return `${checkNames[kind]}: ${reason ?? 'not known'}`
  const interval = formatInterval(ciLow, ciHigh, unit)
  return [
    `${checkNames[kind]} ${formatFigure(value, unit)}, pinned ${formatFigure(pinned!, unit)}`,
    `change ${formatChange(change, unit)}${interval ? `, 95 % interval ${interval}` : ''}`,
    `n = ${n.toLocaleString('en-US')}`,
    ...(limit === null ? [] : [`too much from ${formatChange(limit, unit)}`]),
    ...(reason === null ? [] : [reason]),
  ].join(', ')
}
