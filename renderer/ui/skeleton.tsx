import styles from './skeleton.module.css'

/** Stands where something will be: only after 200 ms, so that what comes at once does not flicker. */
export function Skeleton({ width, height = 10, label }: { width: number | string; height?: number; label?: string }) {
  return (
    <span className={styles.skeleton} style={{ width, height }} role={label ? 'status' : undefined}>
      {label && <span className="visuallyHidden">{label}</span>}
    </span>
  )
}
