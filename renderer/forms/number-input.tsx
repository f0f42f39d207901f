import { useState } from 'react'
import styles from './forms.module.css'

interface NumberInputProps {
  label: string
  /** Text where what was typed is no number. */
  value: number | string | null
  onChange: (value: number | string | null) => void
  placeholder?: string
}

/** A single number. What is no number is handed on as it was typed, so that the problem can name it. */
export function NumberInput({ label, value, onChange, placeholder }: NumberInputProps) {
  const [typed, setTyped] = useState(String(value ?? ''))
  return (
    <input
      className={styles.number}
      aria-label={label}
      inputMode="decimal"
      placeholder={placeholder}
      // `0.` is not done yet, but it is the number already.
      value={numberOf(typed) === value ? typed : String(value ?? '')}
      onChange={({ target }) => {
        setTyped(target.value)
        onChange(numberOf(target.value))
      }}
    />
  )
}

function numberOf(text: string): number | string | null {
  if (text.trim() === '') return null
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? number : text
}
