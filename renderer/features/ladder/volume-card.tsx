import { useCallback, useEffect, useMemo, useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { volumeAxisInset, volumeChart, volumeDecades } from '../../../shared/charts/volume-chart.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { breakEvenSentences, isEveryRunFree, volumeCosts, volumeNotes } from '../../../shared/domain/volume-costs.ts'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { BreakEvenPair } from './break-even-pair.tsx'
import styles from './ladder-screen.module.css'
import { TermField } from './term-field.tsx'
import { VolumeSlider } from './volume-slider.tsx'

const chartHeight = 184
const title = 'Monthly volume'

interface VolumeCardProps {
  report: LadderReport
  onVolume: (queriesPerMonth: number) => void
}

/** The volume that all costs are for, what each rung's best run costs at others, and from where on which is the cheaper. */
export function VolumeCard({ report, onVolume }: VolumeCardProps) {
  const { runs, standOn, queriesPerMonth } = report
  // While the slider is moved, until the ladder is told for its new volume.
  const [moved, setMoved] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ladder has been told for another volume
  useEffect(() => setMoved(null), [queriesPerMonth])
  const volume = moved ?? queriesPerMonth
  const costs = useMemo(() => volumeCosts(runs), [runs])
  // The axis stays while the slider moves.
  const decades = useMemo(() => volumeDecades(queriesPerMonth), [queriesPerMonth])
  const draw = useCallback(
    (width: number) => volumeChart({ width, height: chartHeight, ...costs, queriesPerMonth: volume, decades }),
    [costs, volume, decades],
  )
  const notes = volumeNotes(costs, runs)
  const sentences = [...(costs.hasCost ? breakEvenSentences(costs, standOn) : []), ...notes]
  if (isEveryRunFree(runs)) {
    return (
      <Card title={title}>
        <p className={styles.volumeBody}>{notes.join(' ')}</p>
      </Card>
    )
  }
  const field = (
    <TermField
      label="Queries a month"
      value={volume}
      format={(value) => value.toLocaleString('en-US')}
      isWide
      onSave={(value) => value !== null && onVolume(Math.min(1e10, Math.round(value)))}
    />
  )
  const slider = (
    <div style={{ marginInlineStart: volumeAxisInset.left, marginInlineEnd: volumeAxisInset.right }}>
      <VolumeSlider value={queriesPerMonth} decades={decades} onMove={setMoved} onChange={onVolume} />
    </div>
  )
  const below = (
    <div className={styles.volumeBelow}>
      {sentences.length > 0 && <p>{sentences.join(' ')}</p>}
      <BreakEvenPair runs={runs} />
    </div>
  )
  if (!costs.hasCost) {
    return (
      <Card title={title} end={field}>
        <div className={styles.volumeBody}>
          {slider}
          {below}
        </div>
      </Card>
    )
  }
  const amounts = (
    <p className={styles.amounts}>
      {costs.lines.map(({ rungLabel, usdAt }) => (
        <span key={rungLabel}>
          {rungLabel} <strong>{usdAt ? formatFigure(usdAt(volume), 'usd') : 'not known'}</strong>
        </span>
      ))}
      <span>a month</span>
    </p>
  )
  return (
    <ChartCard
      title={title}
      end={field}
      draw={draw}
      above={
        <>
          {amounts}
          {slider}
        </>
      }
      below={below}
    />
  )
}
