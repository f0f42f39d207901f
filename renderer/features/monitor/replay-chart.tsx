import { useCallback, useState } from 'react'
import { controlChart } from '../../../shared/charts/control-chart.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { CheckKind, MonitorState } from '../../../shared/domain/monitor.ts'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { checkNames, verdictWords } from './check-words.ts'

/** A control chart of one check over all replays. */
export function ReplayChart({ state }: { state: MonitorState }) {
  const [kind, setKind] = useState<CheckKind>('quality')
  const { replays, quality, monitor } = state
  const kinds = [...new Set(replays.flatMap(({ checks }) => checks.map((check) => check.kind)))]
  const shown = kinds.includes(kind) ? kind : kinds[0]!
  const measured = replays.flatMap(({ at, checks }) => {
    const check = checks.find((each) => each.kind === shown)
    return check && check.value !== null && check.pinned !== null ? [{ at, check, value: check.value }] : []
  })
  const latest = measured.at(-1)
  const center = shown === 'quality' && quality ? quality.center : (latest?.check.pinned ?? 0)
  const name = shown === 'quality' ? metricLabel(monitor.terms.metric) : checkNames[shown]
  const draw = useCallback(
    (width: number) =>
      controlChart({
        width,
        unit: latest?.check.unit ?? 'fraction',
        metric: name,
        center,
        low: shown === 'quality' && quality ? quality.low : null,
        high: shown === 'quality' && quality ? quality.high : null,
        points: measured.map(({ at, check, value }) => ({
          atMs: Date.parse(at),
          value,
          n: check.n,
          isMarked: check.state === 'drift' || check.state === 'watch',
          note: verdictWords[check.state].toLowerCase(),
        })),
      }),
    [latest, name, center, shown, quality, measured],
  )
  return (
    <ChartCard
      title={`${name} over time`}
      note={
        shown === 'quality'
          ? 'dashed: the pinned run; band: ±3 standard errors, which chance leaves 3 times in 1,000'
          : 'dashed: the pinned run'
      }
      end={
        <Segmented<CheckKind>
          label="Check"
          value={shown}
          onChange={setKind}
          options={kinds.map((each) => [each, checkNames[each]])}
        />
      }
      draw={draw}
    />
  )
}
