import styles from './loading-lines.module.css'
import { Skeleton } from './skeleton.tsx'

/** Grey lines in the place of a list or text that is being loaded; seen only when that takes longer than 200 ms. */
export function LoadingLines({ lines = 6, label }: { lines?: number; label: string }) {
  return (
    <div className={styles.lines} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike and never move
        <Skeleton key={index} width={`${55 + ((index * 37) % 40)}%`} height={8} />
      ))}
    </div>
  )
}
