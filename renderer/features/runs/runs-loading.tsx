import styles from './runs.module.css'

const widths = [68, 54, 74, 60, 48, 66, 58, 70, 52, 64]

/** The table's lines before its runs are there; seen only when that takes longer than 200 ms. */
export function RunsLoading() {
  return (
    <div className={styles.loading} role="status" aria-label="Reading runs">
      {widths.map((width) => (
        <div key={width} className={styles.loadingRow}>
          <span style={{ width: width * 2.4 }} />
          <span style={{ width: 56 }} />
          <span style={{ width: width * 2 }} />
          <span style={{ width: 40 }} />
          <span style={{ width: 40 }} />
        </div>
      ))}
    </div>
  )
}
