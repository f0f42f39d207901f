import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import styles from './chips-field.module.css'

interface ChipsFieldProps {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  /** Shown while there is no value, such as the default. */
  placeholder?: string
  inputMode?: 'text' | 'numeric' | 'decimal'
  /** The id of what explains the field. */
  describedBy?: string
  invalid?: boolean
}

/** Several values as chips. Enter, a comma and leaving add what was typed; Backspace in an empty field takes the last away. */
export function ChipsField(props: ChipsFieldProps) {
  const { label, values, onChange, placeholder, inputMode = 'text', describedBy, invalid = false } = props
  const [text, setText] = useState('')
  const add = (typed: string) => {
    const fresh = typed
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !values.includes(part))
    if (fresh.length > 0) onChange([...values, ...new Set(fresh)])
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && text !== '') {
      event.preventDefault()
      add(text)
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) onChange(values.slice(0, -1))
  }
  return (
    <span className={`${styles.field} ${invalid ? styles.invalid : ''}`}>
      {values.map((value) => (
        <span key={value} className={styles.chip}>
          {value}
          <button
            type="button"
            aria-label={`Remove ${value} from ${label}`}
            onClick={() => onChange(values.filter((other) => other !== value))}
          >
            <X size={11} aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        aria-label={values.length === 0 ? label : `${label}, another value`}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        inputMode={inputMode}
        placeholder={values.length === 0 ? placeholder : 'add'}
        value={text}
        onChange={(event) => {
          if (event.target.value.includes(',')) add(event.target.value)
          else setText(event.target.value)
        }}
        onBlur={() => add(text)}
        onKeyDown={onKeyDown}
      />
    </span>
  )
}
