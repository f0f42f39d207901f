import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import styles from './popup.module.css'

interface PopoverProps {
  trigger: ReactElement
  label: string
  children: ReactNode
  /** Given when something else can open it too, such as a key; else it keeps that itself. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** A button that opens a small panel beside it. */
export function Popover({ trigger, label, children, open, onOpenChange }: PopoverProps) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Base.Popup className={styles.popup} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
