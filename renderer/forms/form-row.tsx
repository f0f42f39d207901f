import type { ReactNode } from 'react'
import styles from './forms.module.css'

interface FormRowProps {
  label: string
  /** Id of the one control, where there is one. */
  htmlFor?: string
  explanation?: ReactNode
  problem?: string | null
  children: ReactNode
}

/** A row of the form that is no field of the recipe. */
export function FormRow({ label, htmlFor, explanation, problem, children }: FormRowProps) {
  return (
    <div className={styles.field}>
      {htmlFor ? (
        <label className={styles.label} htmlFor={htmlFor}>
          {label}
        </label>
      ) : (
        <div className={styles.label}>{label}</div>
      )}
      <div className={styles.control}>
        <div className={styles.line}>{children}</div>
        {problem ? (
          <p className={styles.problem}>{problem}</p>
        ) : (
          explanation && <p className={styles.explanation}>{explanation}</p>
        )}
      </div>
    </div>
  )
}
