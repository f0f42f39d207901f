import type { ReactNode } from 'react'
import styles from './forms.module.css'

/** Rows of a form under one heading. */
export function FormSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
