import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import styles from './popup.module.css'

/** Where a menu opens: at an element, or at a point of the page. */
export type MenuAnchor = Element | { readonly getBoundingClientRect: () => DOMRect }

interface AnchoredMenuProps {
  /** Null = closed. */
  anchor: MenuAnchor | null
  label: string
  onClose: () => void
  /** `MenuItem`, `MenuGroup` and `MenuSeparator` of ui/menu.tsx. */
  children: ReactNode
}

/** One menu for many places, such as the rows of a table. */
export function AnchoredMenu({ anchor, label, onClose, children }: AnchoredMenuProps) {
  return (
    <Base.Root
      open={anchor !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={4} align="end" className={styles.positioner}>
          <Base.Popup className={styles.popup} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
