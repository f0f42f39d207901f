import { useCallback } from 'react'
import { fieldChart } from '../../../../shared/charts/field-chart.ts'
import type { FigureUnit } from '../../../../shared/charts/format-figure.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { Chart } from '../../../ui/chart/chart.tsx'
import { type ComparedField, type FieldBrush, type FieldedRun, isLit } from './field-values.ts'
import styles from './many-runs.module.css'

interface FieldMultiplesProps {
  fields: readonly ComparedField[]
  runs: readonly FieldedRun[]
  metric: string
  unit: FigureUnit
  brush: FieldBrush
  onToggle: (field: string, value: string) => void
  onOpen: (runId: string) => void
}

/** The measure against each setting that differs, on one scale. A value of a setting chooses its runs. */
export function FieldMultiples({ fields, runs, metric, unit, brush, onToggle, onOpen }: FieldMultiplesProps) {
  const scored = runs.filter(({ value }) => value !== null)
  const values = scored.map(({ value }) => value!)
  const extent = [Math.min(...values), Math.max(...values)] as const
  return (
    <div className={styles.multiples}>
      {fields.map((field) => (
        <Multiple
          key={field.name}
          field={field}
          runs={scored}
          metric={metric}
          unit={unit}
          brush={brush}
          extent={extent}
          onToggle={onToggle}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
}

interface MultipleProps extends Omit<FieldMultiplesProps, 'fields'> {
  field: ComparedField
  extent: readonly [number, number]
}

function Multiple({ field, runs, metric, unit, brush, extent, onToggle, onOpen }: MultipleProps) {
  const draw = useCallback(
    (width: number) =>
      fieldChart({
        width,
        field: field.name,
        categories: field.values,
        unit,
        metric: metricLabel(metric),
        extent,
        runs: runs.flatMap((fielded) => {
          const category = field.values.indexOf(fielded.fields.get(field.name) ?? '')
          if (category < 0) return []
          const { run, value, n } = fielded
          return [{ key: run.runId, name: run.name, category, value: value!, n, isDimmed: !isLit(fielded, brush) }]
        }),
      }),
    [field, runs, metric, unit, brush, extent],
  )
  return (
    <section className={styles.multiple} aria-label={field.name}>
      <h2 className={styles.field}>{field.name}</h2>
      <Chart label={`${metricLabel(metric)} by ${field.name}`} draw={draw} onChoose={onOpen} />
      <div className={styles.values}>
        {field.values.map((value) => (
          <button
            key={value}
            type="button"
            className={styles.fieldValue}
            aria-pressed={brush.get(field.name)?.has(value) ?? false}
            title={`Only runs with ${field.name} ${value}`}
            onClick={() => onToggle(field.name, value)}
          >
            {value}
          </button>
        ))}
      </div>
    </section>
  )
}
