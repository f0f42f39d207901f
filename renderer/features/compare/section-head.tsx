import type { ReactNode } from 'react'
import styles from './compare-screen.module.css'

interface SectionHeadProps {
  title: string
  columns: number
  note?: ReactNode
  children?: ReactNode
}

/** Begins a part of the table: its name, what its cells mean, and its controls. */
export function SectionHead({ title, columns, note, children }: SectionHeadProps) {
  return (
    <tr className={styles.section}>
      <th colSpan={columns} scope="rowgroup">
        <div className={styles.sectionLine}>
          <h2>{title}</h2>
          {note && <span className={styles.quiet}>{note}</span>}
          {children}
        </div>
      </th>
    </tr>
  )
}
