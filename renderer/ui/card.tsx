import type { ReactNode } from 'react'
import styles from './card.module.css'

interface CardProps {
  title: string
  /** Units, n and conditions: what a reader needs to trust the figures. */
  note?: ReactNode
  end?: ReactNode
  children: ReactNode
}

export function Card({ title, note, end, children }: CardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {note && <span className={styles.note}>{note}</span>}
        {end && <div className={styles.end}>{end}</div>}
      </header>
      {children}
    </section>
  )
}
