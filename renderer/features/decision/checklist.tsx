import { useState } from 'react'
import type { ChecklistItem } from '../../../shared/domain/decision.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { ChecklistRow } from './checklist-row.tsx'
import styles from './decision-screen.module.css'

interface ChecklistProps {
  title: string
  items: readonly ChecklistItem[]
  /** Reasons by item. */
  overrides: Readonly<Record<string, string>>
  /** Null where nothing can be changed. @param reason null takes it back. @param words what was done, in one sentence. */
  onOverride: ((id: string, reason: string | null, words: string) => void) | null
}

/** Steps ticked from evidence; what it does not show can be settled with a reason. */
export function Checklist({ title, items, overrides, onOverride }: ChecklistProps) {
  const [open, setOpen] = useState<string | null>(null)
  const done = items.filter(({ state }) => state === 'done' || state === 'overridden').length
  const set = ({ id, label }: ChecklistItem, text: string) => {
    const reason = text.trim()
    setOpen(null)
    if (reason === (overrides[id] ?? '')) return
    if (reason === '') onOverride?.(id, null, `Your reason for “${label}” is taken back.`)
    else onOverride?.(id, reason, `“${label}” counts as done by your reason.`)
  }
  return (
    <section className={styles.checklist} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className={styles.quiet}>
          {done} of {items.length}
        </span>
        <ProgressBar fraction={items.length === 0 ? null : done / items.length} label={`${title}, done`} />
      </header>
      <ul>
        {items.map((item) => (
          <ChecklistRow
            key={item.id}
            item={item}
            reason={overrides[item.id] ?? null}
            isOpen={open === item.id}
            canChange={onOverride !== null}
            onOpen={(isOpen) => setOpen(isOpen ? item.id : null)}
            onReason={(text) => set(item, text)}
          />
        ))}
      </ul>
    </section>
  )
}
