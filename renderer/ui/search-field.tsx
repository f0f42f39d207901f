import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import styles from './search-field.module.css'

/** Typing goes on this long before the search starts. */
const settleMs = 200

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** A search that starts when typing stops. Escape empties it; the key / goes to it. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), settleMs)
    return () => clearTimeout(timer)
  }, [text, value])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div className={styles.field}>
      <Search size={13} aria-hidden="true" />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            setText('')
          } else if (event.key === 'Enter') latest.current(text)
        }}
      />
      {text !== '' && (
        <button type="button" aria-label="Empty the search" onClick={() => setText('')}>
          <X size={12} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
