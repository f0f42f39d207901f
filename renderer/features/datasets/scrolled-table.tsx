import type { ReactNode } from 'react'
import styles from './scrolled-table.module.css'

interface ScrolledTableProps {
  label: string
  maxHeightPx: number
  /** Whether columns have the widths of their heads, whatever their cells hold. */
  isFixed?: boolean
  /** Head and body. */
  children: ReactNode
}

/** A table in a card that scrolls below its head. Cells with figures have the class `number` of its styles. */
export function ScrolledTable({ label, maxHeightPx, isFixed, children }: ScrolledTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    <section className={styles.scroll} style={{ maxHeight: maxHeightPx }} aria-label={label} tabIndex={0}>
      <table className={styles.table} data-fixed={isFixed || undefined}>
        {children}
      </table>
    </section>
  )
}
