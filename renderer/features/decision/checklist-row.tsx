import { Link } from '@tanstack/react-router'
import { CircleDashed, History, SquareCheck, SquarePen, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ChecklistItem } from '../../../shared/domain/decision.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './decision-screen.module.css'

const states = {
  done: { icon: SquareCheck, words: '' },
  overridden: { icon: SquarePen, words: 'Your reason: ' },
  missing: { icon: TriangleAlert, words: 'Evidence missing: ' },
  entry: { icon: CircleDashed, words: 'Open: ' },
  stale: { icon: History, words: 'Stale: ' },
} as const

interface ChecklistRowProps {
  item: ChecklistItem
  /** The user's reason; null without one. */
  reason: string | null
  isOpen: boolean
  canChange: boolean
  onOpen: (isOpen: boolean) => void
  /** Empty takes the reason back. */
  onReason: (text: string) => void
}

/** A step with what shows it, the runs that it rests on, and the user's reason. */
export function ChecklistRow({ item, reason, isOpen, canChange, onOpen, onReason }: ChecklistRowProps) {
  const { label, state, evidence, runIds } = item
  const { icon: Icon, words } = states[state]
  return (
    <li className={`${styles.check} ${styles[state]}`}>
      <Icon size={15} aria-hidden="true" />
      <div>
        <p>
          {label}
          <span className="visuallyHidden">{state === 'done' ? ', done' : ''}</span>
        </p>
        <p className={styles.shows}>
          {words}
          {evidence.replace(/^evidence missing: /, '')}
          {runIds.length > 0 && ': '}
          {runIds.map((runId, index) => (
            <span key={runId}>
              {index > 0 && ', '}
              <Link to="/runs/$runId" params={{ runId }} search={{}}>
                {runId}
              </Link>
            </span>
          ))}
        </p>
        {isOpen && <ReasonForm reason={reason ?? ''} onReason={onReason} onCancel={() => onOpen(false)} />}
      </div>
      {canChange && !isOpen && (state !== 'done' || reason !== null) && (
        <span className={styles.rowButtons}>
          {reason !== null && (
            <Button
              size="small"
              variant="ghost"
              aria-label={`Take back the reason: ${label}`}
              onClick={() => onReason('')}
            >
              Take back
            </Button>
          )}
          {state !== 'done' && (
            <Button
              size="small"
              variant="ghost"
              aria-label={`${reason === null ? 'Give a reason' : 'Edit the reason'}: ${label}`}
              onClick={() => onOpen(true)}
            >
              {reason === null ? 'Reason' : 'Edit'}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}

interface ReasonFormProps {
  reason: string
  onReason: (text: string) => void
  onCancel: () => void
}

/** Enter takes the reason, Escape keeps what was. */
function ReasonForm({ reason, onReason, onCancel }: ReasonFormProps) {
  const [text, setText] = useState(reason)
  return (
    <form
      className={styles.reason}
      onSubmit={(event) => {
        event.preventDefault()
        onReason(text)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <TextField
        label="Why it counts as done"
        value={text}
        maxLength={2000}
        autoFocus
        onChange={({ target }) => setText(target.value)}
      />
      <Button size="small" type="submit" disabled={text.trim() === ''}>
        Take it
      </Button>
      <Button size="small" variant="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  )
}
