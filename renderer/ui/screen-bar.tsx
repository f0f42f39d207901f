import type { ReactNode } from 'react'
import styles from './screen-bar.module.css'

/** The bar on top of a screen: where one is, and its main commands. */
export function ScreenBar({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <header className={styles.bar}>
      <h1>{title}</h1>
      <div className={styles.commands}>{children}</div>
    </header>
  )
}
