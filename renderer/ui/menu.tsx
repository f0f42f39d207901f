import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { KeyCap } from './key-cap.tsx'
import styles from './popup.module.css'

/** A button that opens a list of commands. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

interface MenuItemProps {
  onSelect: () => void
  icon?: ReactNode
  shortcut?: string
  disabled?: boolean
  /** Shown on hover, such as why it is disabled. */
  hint?: string
  children: ReactNode
}

export function MenuItem({ onSelect, icon, shortcut, disabled = false, hint, children }: MenuItemProps) {
  return (
    <Base.Item className={styles.item} onClick={onSelect} disabled={disabled} title={hint}>
      {icon}
      {children}
      {shortcut && (
        <span className={styles.itemEnd}>
          <KeyCap>{shortcut}</KeyCap>
        </span>
      )}
    </Base.Item>
  )
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.groupLabel}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}
