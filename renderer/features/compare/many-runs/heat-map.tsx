import { type FigureUnit, formatFigure } from '../../../../shared/charts/format-figure.ts'
import { Select } from '../../../ui/select.tsx'
import { type ComparedField, type FieldBrush, type FieldedRun, isLit } from './field-values.ts'
import styles from './many-runs.module.css'

interface HeatMapProps {
  fields: readonly ComparedField[]
  runs: readonly FieldedRun[]
  unit: FigureUnit
  better: 'higher' | 'lower' | 'none'
  brush: FieldBrush
  axes: readonly [string, string]
  onAxes: (axes: readonly [string, string]) => void
  onChoose: (chosen: Readonly<Record<string, string>>) => void
}

/** The mean of the runs for each pair of values of two settings; the deeper the tint, the better. */
export function HeatMap({ fields, runs, unit, better, brush, axes, onAxes, onChoose }: HeatMapProps) {
  const rows = fields.find(({ name }) => name === axes[0])
  const columns = fields.find(({ name }) => name === axes[1])
  if (!rows || !columns) return null
  const cells = rows.values.map((row) =>
    columns.values.map((column) => {
      const members = runs.filter(
        (run) => run.value !== null && run.fields.get(rows.name) === row && run.fields.get(columns.name) === column,
      )
      return {
        row,
        column,
        n: members.length,
        isLit: members.some((run) => isLit(run, brush)),
        mean: members.length === 0 ? null : members.reduce((sum, { value }) => sum + value!, 0) / members.length,
      }
    }),
  )
  const means = cells.flat().flatMap(({ mean }) => mean ?? [])
  const [least, most] = [Math.min(...means), Math.max(...means)]
  const depth = (mean: number) => {
    const share = most === least ? 0.5 : (mean - least) / (most - least)
    return Math.round(8 + 48 * (better === 'lower' ? 1 - share : share))
  }
  const options = fields.map(({ name }) => [name, name] as const)
  return (
    <section className={styles.heat} aria-label="Two settings together">
      <div className={styles.heatHead}>
        <h2 className={styles.field}>Mean of the runs</h2>
        <Select label="Rows" value={rows.name} onChange={(name) => onAxes([name, columns.name])} options={options} />
        <span className={styles.quiet}>×</span>
        <Select label="Columns" value={columns.name} onChange={(name) => onAxes([rows.name, name])} options={options} />
      </div>
      <table className={styles.heatTable}>
        <thead>
          <tr>
            <td />
            {columns.values.map((value) => (
              <th key={value} scope="col" className={styles.column}>
                {value}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((line, index) => (
            <tr key={rows.values[index]}>
              <th scope="row">{rows.values[index]}</th>
              {line.map(({ row, column, n, mean, isLit: lit }) => (
                <td key={column}>
                  {mean === null ? (
                    <span className={styles.quiet}>–</span>
                  ) : (
                    <button
                      type="button"
                      className={`${styles.heatCell} ${lit ? '' : styles.dimmed}`}
                      style={{ background: `color-mix(in srgb, var(--rag) ${lit ? depth(mean) : 0}%, var(--bg))` }}
                      title={`${n} ${n === 1 ? 'run' : 'runs'}; choose only these`}
                      onClick={() => onChoose({ [rows.name]: row, [columns.name]: column })}
                    >
                      {formatFigure(mean, unit)}
                      <small>{n}</small>
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
