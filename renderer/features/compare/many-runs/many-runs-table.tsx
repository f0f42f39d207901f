import type { ReactNode } from 'react'
import { type FigureUnit, formatFigure } from '../../../../shared/charts/format-figure.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import type { ListedRun } from '../../../../shared/domain/run-list.ts'
import { useGrowingCount } from '../../../ui/use-growing-count.ts'
import type { FieldedRun } from './field-values.ts'
import styles from './many-runs.module.css'

interface ManyRunsTableProps {
  /** Those that the charts let through. */
  runs: readonly FieldedRun[]
  fields: readonly string[]
  metric: string
  unit: FigureUnit
  better: 'higher' | 'lower' | 'none'
  chosen: ReadonlySet<string>
  onChoose: (runId: string, isChosen: boolean) => void
  renderName: (run: ListedRun) => ReactNode
}

/** Rows drawn in one frame. */
const rowsAtOnce = 20

/** The runs, the best first; those without a figure last, and never as 0. */
export function ManyRunsTable({
  runs,
  fields,
  metric,
  unit,
  better,
  chosen,
  onChoose,
  renderName,
}: ManyRunsTableProps) {
  const sign = better === 'lower' ? 1 : -1
  const sorted = runs.toSorted((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    return sign * (a.value - b.value)
  })
  const shown = useGrowingCount(sorted.length, rowsAtOnce, rowsAtOnce)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visuallyHidden">Chosen</span>
          </th>
          <th scope="col">Run</th>
          <th scope="col" className={styles.number}>
            {metricLabel(metric)}
          </th>
          <th scope="col" className={styles.number}>
            n
          </th>
          {fields.map((name) => (
            <th key={name} scope="col">
              <code>{name}</code>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, shown).map(({ run, value, n, fields: own }) => (
          <tr key={run.runId} data-run={run.runId}>
            <td>
              <input
                type="checkbox"
                aria-label={`Choose ${run.name}`}
                checked={chosen.has(run.runId)}
                onChange={(event) => onChoose(run.runId, event.target.checked)}
              />
            </td>
            <th scope="row" className={styles.name}>
              {renderName(run)}
            </th>
            <td className={styles.number}>
              {value === null ? (
                <span className={styles.quiet}>{run.status === 'finished' ? '– not scored' : `– ${run.status}`}</span>
              ) : (
                <b>{formatFigure(value, unit)}</b>
              )}
            </td>
            <td className={styles.number}>{n === 0 ? '' : n.toLocaleString('en-US')}</td>
            {fields.map((name) => (
              <td key={name}>{own.get(name) ?? <span className={styles.quiet}>not used</span>}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
