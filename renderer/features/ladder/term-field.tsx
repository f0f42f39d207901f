import { type FormEvent, useState } from 'react'
import styles from './ladder-screen.module.css'

interface TermFieldProps {
  label: string
  /** Null = none. */
  value: number | null
  format?: (value: number) => string
  /** Has room for millions. */
  isWide?: boolean
  onSave: (value: number | null) => void
}

/** A number that is taken when the field is left or Enter is pressed; empty is none. */
export function TermField({ label, value, format = String, isWide = false, onSave }: TermFieldProps) {
  const shown = value === null ? '' : format(value)
  const [text, setText] = useState<string | null>(null)
  const number = text === null || text.trim() === '' ? null : Number(text.replaceAll(',', ''))
  const isWrong = number !== null && !(number >= 0 && Number.isFinite(number))
  const save = (event?: FormEvent) => {
    event?.preventDefault()
    if (text === null || isWrong) return
    setText(null)
    if (text.trim() !== shown) onSave(number)
  }
  return (
    <form className={`${styles.term} ${isWide ? styles.wide : ''}`} onSubmit={save}>
      <label>
        {label}
        <input
          inputMode="decimal"
          placeholder="none"
          aria-invalid={isWrong || undefined}
          value={text ?? shown}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => save()}
        />
      </label>
    </form>
  )
}
