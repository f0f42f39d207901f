import { formatCount, formatDay } from './format-counts.ts'
import tableStyles from './scrolled-table.module.css'
import { ScrolledTable } from './scrolled-table.tsx'
import styles from './version-table.module.css'

interface Version {
  readonly key: string
  readonly number: number
  readonly createdAt: string
  readonly hash: string
  /** One per column. */
  readonly figures: readonly number[]
  readonly isOpen: boolean
  readonly open: () => void
}

/** Versions of a dataset, the newest first. */
export function VersionTable({
  caption,
  columns,
  versions,
}: {
  caption: string
  columns: readonly string[]
  versions: readonly Version[]
}) {
  return (
    <ScrolledTable label={caption} maxHeightPx={420}>
      <thead>
        <tr>
          <th>Version</th>
          <th>Made</th>
          {columns.map((column) => (
            <th key={column} className={tableStyles.number}>
              {column}
            </th>
          ))}
          <th>Content</th>
        </tr>
      </thead>
      <tbody className={styles.versions}>
        {versions.toReversed().map((version) => (
          <tr key={version.key} data-open={version.isOpen}>
            <td>
              <button type="button" onClick={version.open} aria-current={version.isOpen ? 'true' : undefined}>
                {`v${version.number}`}
              </button>
            </td>
            <td>{formatDay(version.createdAt)}</td>
            {version.figures.map((figure, index) => (
              <td key={columns[index]} className={tableStyles.number}>
                {formatCount(figure)}
              </td>
            ))}
            <td className={styles.hash} title={version.hash}>
              {version.hash.slice(0, 8)}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  )
}
