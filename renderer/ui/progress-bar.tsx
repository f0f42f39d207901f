import styles from './progress-bar.module.css'

/** @param fraction 0–1; null when nothing can be said, shown as an empty track. */
export function ProgressBar({ fraction, label }: { fraction: number | null; label: string }) {
  const percent = fraction === null ? 0 : Math.round(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(fraction === null ? {} : { 'aria-valuenow': percent })}
    >
      <div className={styles.fill} style={{ width: `${percent}%` }} />
    </div>
  )
}
