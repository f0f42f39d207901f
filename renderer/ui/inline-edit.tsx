import { useEffect, useRef } from 'react'
import styles from './inline-edit.module.css'

interface InlineEditProps {
  label: string
  value: string
  maxLength: number
  onSave: (value: string) => void
  /** Called after a save and after Escape; `byKey` says whether the focus should go back to where it was. */
  onDone: (byKey: boolean) => void
}

/** Text that is changed where it stands. Enter and leaving it save, Escape keeps what was. */
export function InlineEdit({ label, value, maxLength, onSave, onDone }: InlineEditProps) {
  const input = useRef<HTMLInputElement>(null)
  const ended = useRef(false)
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const end = (save: boolean, byKey: boolean) => {
    if (ended.current) return
    ended.current = true
    const text = input.current?.value ?? value
    if (save && text !== value) onSave(text)
    onDone(byKey)
  }
  return (
    <input
      ref={input}
      className={styles.input}
      aria-label={label}
      defaultValue={value}
      maxLength={maxLength}
      onBlur={() => end(true, false)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        end(event.key === 'Enter', true)
      }}
    />
  )
}
