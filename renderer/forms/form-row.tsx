import type { ReactNode } from 'react'
import styles from './forms.module.css'

interface FormRowProps {
  label: string
  /** Behind the label, such as how many values there are. */
  labelNote?: ReactNode
  /** Id of the one control, where there is one. */
  htmlFor?: string
  explanation?: ReactNode
  /** Stands in the place of the explanation. */
  problem?: string | null
  /** Id of the explanation, for controls that it describes. */
  noteId?: string
  /** Whether it differs from what the form began with. */
  isChanged?: boolean
  /** Dotted name of the recipe's field that the row is for. */
  path?: string
  children: ReactNode
  /** What stands below, such as suggestions. */
  extra?: ReactNode
}

/** A row of a form: what it is called, its controls, what it does or what is wrong with it. */
export function FormRow(props: FormRowProps) {
  const { label, labelNote, htmlFor, explanation, problem, noteId, isChanged, path, children, extra } = props
  const note = problem ?? explanation
  return (
    <div className={`${styles.field} ${isChanged ? styles.changed : ''}`} data-field={path}>
      {htmlFor ? (
        <label className={styles.label} htmlFor={htmlFor}>
          {label}
        </label>
      ) : (
        <div className={styles.label}>
          <span>{label}</span>
          {labelNote && <span className={styles.unit}>{labelNote}</span>}
        </div>
      )}
      <div className={styles.control}>
        <div className={styles.line}>{children}</div>
        {note && (
          <p id={noteId} className={problem ? styles.problem : styles.explanation}>
            {note}
          </p>
        )}
        {extra}
      </div>
    </div>
  )
}
