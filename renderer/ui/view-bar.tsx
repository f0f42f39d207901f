import type { ReactNode } from 'react'
import styles from './view-bar.module.css'

interface ViewBarProps {
  /** What the views are of, for screen readers. */
  label: string
  /** Links, one for each view; the one with `aria-current` is where one is. */
  views: ReactNode
  /** What the present view is asked; it goes to lines of its own where there is no room. */
  children?: ReactNode
}

/** The bar under a screen's title: its views, each with an address of its own, and what is asked of the present one. */
export function ViewBar({ label, views, children }: ViewBarProps) {
  return (
    <div className={styles.bar}>
      <nav aria-label={label} className={styles.views}>
        {views}
      </nav>
      {children && <div className={styles.asked}>{children}</div>}
    </div>
  )
}
