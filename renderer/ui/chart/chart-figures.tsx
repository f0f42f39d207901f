import type { ChartTable } from '../../../shared/charts/chart.ts'
import styles from './chart.module.css'

/** A chart's figures as a table. */
export function ChartFigures({ table }: { table: ChartTable }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={row.slice(0, 2).join(' ')}>
            {row.map((cell, index) => (
              <td key={table.columns[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
