import type { EvalSplit } from '../../../../shared/domain/eval-set.ts'
import { formatCount } from '../format-counts.ts'
import styles from '../scrolled-table.module.css'

/** The splits of an eval set; a mean over a split runs over its judged questions. */
export function SplitTable({ splits }: { splits: readonly EvalSplit[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>Split</th>
          <th className={styles.number}>Questions</th>
          <th className={styles.number} title="With at least one judgment above 0">
            Judged
          </th>
          <th className={styles.number}>Judgments</th>
        </tr>
      </thead>
      <tbody>
        {splits.map((split) => (
          <tr key={split.name}>
            <td dir="auto">{split.name}</td>
            <td className={styles.number}>{formatCount(split.queries)}</td>
            <td className={styles.number}>{formatCount(split.judgedQueries)}</td>
            <td className={styles.number}>{formatCount(split.judgments)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
