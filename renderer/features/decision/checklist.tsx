import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ChecklistItem } from '../../../shared/domain/decision.ts'
import { Button } from '../../ui/button.tsx'
import { Pill, type PillKind } from '../../ui/pill.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './decision-screen.module.css'

const words: Readonly<Record<ChecklistItem['state'], readonly [PillKind, string]>> = {
  done: ['good', 'Done'],
  overridden: ['good', 'Your reason'],
  missing: ['warning', 'Evidence missing'],
  entry: ['plain', 'Open'],
  stale: ['warning', 'Stale'],
}

interface ChecklistProps {
  title: string
  items: readonly ChecklistItem[]
  /** Reasons by item. */
  overrides: Readonly<Record<string, string>>
  onOverride: (overrides: Record<string, string>) => void
}

/** Steps ticked from evidence; what it does not show can be settled with a reason. */
export function Checklist({ title, items, overrides, onOverride }: ChecklistProps) {
  const [open, setOpen] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const done = items.filter(({ state }) => state === 'done' || state === 'overridden').length
  const set = (id: string, text: string) => {
    const { [id]: _before, ...rest } = overrides
    onOverride(text.trim() === '' ? rest : { ...rest, [id]: text.trim() })
    setOpen(null)
  }
  return (
    <section aria-label={title}>
      <h3>
        {title}{' '}
        <small>
          {done} of {items.length}
        </small>
      </h3>
      <ul className={styles.checks}>
        {items.map(({ id, label, state, evidence, runIds }) => (
          <li key={id}>
            <div className={styles.check}>
              <Pill kind={words[state][0]}>{words[state][1]}</Pill>
              <span>
                {label} <small>{evidence.replace(/^evidence missing: /, '')}</small>{' '}
                {runIds.map((runId) => (
                  <Link key={runId} to="/runs/$runId" params={{ runId }} search={{}}>
                    {runId}{' '}
                  </Link>
                ))}
              </span>
              {state !== 'done' && open !== id && (
                <Button
                  size="small"
                  variant="ghost"
                  aria-label={`Give a reason: ${label}`}
                  onClick={() => {
                    setReason(overrides[id] ?? '')
                    setOpen(id)
                  }}
                >
                  Reason
                </Button>
              )}
            </div>
            {open === id && (
              <form
                className={styles.reason}
                onSubmit={(event) => {
                  event.preventDefault()
                  set(id, reason)
                }}
              >
                <TextField
                  label="Why it counts as done"
                  value={reason}
                  maxLength={2000}
                  onChange={({ target }) => setReason(target.value)}
                />
                <Button size="small" type="submit">
                  Take it
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
