import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './run-screen.module.css'

/** What stands in a tile without a figure: why there is none. @param known false while that is on its way. */
export function Absent({ known, reason }: { known: boolean; reason: string }) {
  if (!known) return <Skeleton width={90} height={14} label="Reading the figures" />
  return (
    <>
      <b>–</b> <span className={styles.interval}>{reason}</span>
    </>
  )
}
