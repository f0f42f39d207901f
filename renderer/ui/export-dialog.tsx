import { FileDown } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import styles from './export-dialog.module.css'
import { KeyCap } from './key-cap.tsx'
import { Notice } from './notice.tsx'
import { ProgressBar } from './progress-bar.tsx'

export interface ExportChoice<Format extends string> {
  readonly format: Format
  readonly label: string
  /** What is in the file, in a few words. */
  readonly description: string
  /** A letter that starts it while the window is open. */
  readonly shortcut: string
  /** Why it cannot be taken now; null = it can. */
  readonly refused: string | null
}

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'failed'; readonly message: string }

interface ExportDialogProps<Format extends string> {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What is exported, such as `Export 12 runs`. */
  title: string
  note: ReactNode
  choices: readonly ExportChoice<Format>[]
  state: ExportState
  onExport: (format: Format) => void
  onCancel: () => void
  /** Buttons beside Close, such as Copy table. */
  actions?: ReactNode
}

/** Choose a format and get a file, with progress and cancel for large ones. */
export function ExportDialog<Format extends string>(props: ExportDialogProps<Format>) {
  const { open, onOpenChange, title, note, choices, state, onExport, onCancel, actions } = props
  const working = state.kind === 'working'
  const latest = useRef({ choices, working, onExport })
  latest.current = { choices, working, onExport }
  useEffect(() => {
    if (!open) return
    const onKeyDown = (event: KeyboardEvent) => {
      const now = latest.current
      if (now.working || event.ctrlKey || event.metaKey || event.altKey) return
      const choice = now.choices.find(({ shortcut }) => shortcut.toLowerCase() === event.key.toLowerCase())
      if (!choice || choice.refused !== null) return
      event.preventDefault()
      now.onExport(choice.format)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [open])
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next && working) onCancel()
        onOpenChange(next)
      }}
      title={title}
      footer={
        working ? (
          <Button onClick={onCancel}>Cancel export</Button>
        ) : (
          <>
            {actions}
            <Button onClick={() => onOpenChange(false)}>Close</Button>
          </>
        )
      }
    >
      <div className={styles.body}>
        <p className={styles.note}>{note}</p>
        {state.kind === 'failed' && <Notice kind="error">{state.message}</Notice>}
        <ul className={styles.choices}>
          {choices.map(({ format, label, description, shortcut, refused }) => (
            <li key={format}>
              <button
                type="button"
                className={styles.choice}
                disabled={working || refused !== null}
                onClick={() => onExport(format)}
              >
                <FileDown size={14} aria-hidden="true" />
                <span className={styles.label}>{label}</span>
                <span className={styles.description}>{refused ?? description}</span>
                <KeyCap>{shortcut}</KeyCap>
              </button>
            </li>
          ))}
        </ul>
        {working && (
          <div className={styles.progress}>
            <ProgressBar fraction={state.total > 0 ? state.done / state.total : null} label={state.what} />
            <span role="status">
              {state.what}
              {state.total > 0 && `, ${state.done.toLocaleString('en-US')} of ${state.total.toLocaleString('en-US')}`}
            </span>
          </div>
        )}
      </div>
    </Dialog>
  )
}
