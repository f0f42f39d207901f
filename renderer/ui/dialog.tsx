import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './popup.module.css'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  wide?: boolean
}

/** A window over the page: focus stays inside, Escape closes it, focus goes back to where it was. */
export function Dialog({ open, onOpenChange, title, children, footer, wide = false }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}>
          <Base.Title className={styles.dialogHead}>
            <span>{title}</span>
            <Base.Close render={<Button variant="ghost" size="small" aria-label="Close" icon={<X size={14} />} />} />
          </Base.Title>
          <div className={styles.dialogBody}>{children}</div>
          {footer && <div className={styles.dialogFoot}>{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
