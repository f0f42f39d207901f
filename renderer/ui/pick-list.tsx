import { Check } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import styles from './pick-list.module.css'

export interface PickOption {
  readonly value: string
  readonly label: string
  /** Second line, quieter. */
  readonly detail?: string
}

interface PickListProps {
  /** What is picked. */
  label: string
  options: readonly PickOption[]
  chosen: ReadonlySet<string>
  onPick: (value: string) => void
  /** Below the list, such as a limit. */
  note?: ReactNode
}

/** More are found by typing. */
const mostShown = 100

/** A list to search and pick from: type to narrow it, arrow keys to move, Enter to pick. */
export function PickList({ label, options, chosen, onPick, note }: PickListProps) {
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const id = useId()
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean)
  const found = options.filter((option) => {
    const text = `${option.label} ${option.detail ?? ''} ${option.value}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const shown = found.slice(0, mostShown)
  const at = Math.min(active, shown.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      const next = Math.max(0, Math.min(shown.length - 1, at + step))
      setActive(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && shown[at]) onPick(shown[at].value)
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.list}>
      <input
        type="search"
        role="combobox"
        className={styles.search}
        placeholder={label}
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable="true"
        tabIndex={-1}
        className={styles.options}
      >
        {shown.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys come through the field, as in every combobox
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={chosen.has(option.value)}
            className={`${styles.option} ${index === at ? styles.active : ''}`}
            onClick={() => onPick(option.value)}
            onPointerMove={() => setActive(index)}
          >
            <span className={styles.check}>{chosen.has(option.value) && <Check size={13} aria-hidden="true" />}</span>
            <span className={styles.text}>
              <span>{option.label}</span>
              {option.detail && <small>{option.detail}</small>}
            </span>
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className={styles.note}>Nothing has these words in its name.</p>}
      {found.length > mostShown && (
        <p className={styles.note}>
          {mostShown} of {found.length.toLocaleString('en-US')} shown; type to narrow the list.
        </p>
      )}
      {note && <p className={styles.note}>{note}</p>}
    </div>
  )
}
