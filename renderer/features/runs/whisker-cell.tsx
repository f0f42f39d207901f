import { isComparable, type RunRow } from './run-row.ts'
import styles from './runs.module.css'
import type { PartialFigures } from './use-partial-figures.ts'
import type { RunFigures } from './use-run-figures.ts'
import type { WhiskerAxis } from './whisker-axis.ts'

interface WhiskerCellProps {
  run: RunRow
  axis: WhiskerAxis
  baseline: RunRow | null
  figures: RunFigures
  partial: PartialFigures
}

const width = 120
const height = 22
const middle = height / 2

/**
 * A score with its 95 % interval on the axis that all rows share; the dotted line is the baseline. Hollow: partial. The
 * same figures stand in the column of the measure as text.
 */
export function WhiskerCell({ run, axis, baseline, figures, partial }: WhiskerCellProps) {
  const { metric, low, high } = axis
  const placeOf = (value: number) => ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (width - 8) + 4
  const isPartial = run.status !== 'finished'
  const figure = (isPartial ? partial.get(run.runId) : run.figures)?.get(metric)
  if (!figure) return null
  const interval = isPartial ? undefined : figures.interval(run.runId, metric)
  const base = baseline && isComparable(run, baseline) ? baseline.figures.get(metric) : undefined
  return (
    <svg className={styles.whisker} width={width} height={height} aria-hidden="true">
      {base && (
        <line
          x1={placeOf(base.value)}
          x2={placeOf(base.value)}
          y2={height}
          className={styles.whiskerBase}
          strokeDasharray="1.5 2.5"
        />
      )}
      {interval?.ciLow != null && interval.ciHigh != null && (
        <line x1={placeOf(interval.ciLow)} x2={placeOf(interval.ciHigh)} y1={middle} y2={middle} strokeWidth="2" />
      )}
      <circle cx={placeOf(figure.value)} cy={middle} r="3" fill={isPartial ? 'none' : 'currentColor'} />
    </svg>
  )
}
