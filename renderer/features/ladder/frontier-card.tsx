import { useCallback, useEffect, useState } from 'react'
import { frontierChart } from '../../../shared/charts/frontier-chart.ts'
import { frontierPoints } from '../../../shared/domain/frontier-points.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import styles from './ladder-screen.module.css'

const chartHeight = 300
/** The slider goes from 100 to 10 million queries, in steps of a twentieth of a decade. */
const stepsPerDecade = 20
const [lowest, highest] = [2, 7]

interface FrontierCardProps {
  report: LadderReport
  onOpen: (runId: string) => void
  onVolume: (queriesPerMonth: number) => void
}

/** Cost at a volume against quality, with the volume to choose. Runs whose cost is not known are listed, never drawn. */
export function FrontierCard({ report, onOpen, onVolume }: FrontierCardProps) {
  const { runs, metric, queriesPerMonth, terms } = report
  const label = metricLabel(metric)
  const draw = useCallback(
    (width: number) =>
      frontierChart({
        width,
        height: chartHeight,
        points: frontierPoints(runs),
        metricLabel: label,
        xName: `Cost a month at ${queriesPerMonth.toLocaleString('en-US')} queries, log scale`,
        budgetUsd: terms.maxMonthlyUsd,
      }),
    [runs, label, queriesPerMonth, terms.maxMonthlyUsd],
  )
  const unknown = runs.filter(({ monthlyUsd, quality }) => monthlyUsd === null && quality !== null)
  return (
    <>
      <ChartCard
        title="Cost and quality"
        note="● Prompt ■ RAG ▲ Fine-tune ◆ Hybrid; line: frontier"
        draw={draw}
        onChoose={onOpen}
      />
      <Volume value={queriesPerMonth} onChange={onVolume} />
      {unknown.length > 0 && (
        <details className={styles.unknown}>
          <summary>
            Cost not known, not drawn: {unknown.length} {unknown.length === 1 ? 'run' : 'runs'}
          </summary>
          <ul>
            {unknown.map(({ runId, name, rung, quality }) => (
              <li key={runId}>
                {rungLabel[rung]}, {name}: {quality!.value.toFixed(3)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** A volume on a logarithmic slider; taken when the hand or the key lets go. */
function Volume({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [position, setPosition] = useState(positionOf(value))
  useEffect(() => setPosition(positionOf(value)), [value])
  const chosen = volumeAt(position)
  const take = () => {
    if (position !== positionOf(value)) onChange(chosen)
  }
  return (
    <label className={styles.volume}>
      <span>
        Queries a month <strong>{(position === positionOf(value) ? value : chosen).toLocaleString('en-US')}</strong>
      </span>
      <input
        type="range"
        min={lowest * stepsPerDecade}
        max={highest * stepsPerDecade}
        value={position}
        aria-valuetext={`${chosen.toLocaleString('en-US')} queries a month`}
        onChange={(event) => setPosition(Number(event.target.value))}
        onPointerUp={take}
        onKeyUp={take}
        onBlur={take}
      />
    </label>
  )
}

function positionOf(volume: number): number {
  const position = Math.round(Math.log10(Math.max(1, volume)) * stepsPerDecade)
  return Math.min(highest * stepsPerDecade, Math.max(lowest * stepsPerDecade, position))
}

/** Two significant digits, so that a volume can be said. */
function volumeAt(position: number): number {
  return Number((10 ** (position / stepsPerDecade)).toPrecision(2))
}
