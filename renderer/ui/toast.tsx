import { Toast as Base } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './toast.module.css'

interface ToastOptions {
  /** What happened, in one sentence. */
  message: string
  /** Shown as a button, such as Undo. */
  action?: { label: string; run: () => void }
  /** Called when it is gone. */
  onClose?: () => void
}

/** Messages that come and go at the edge; nothing that must be read is only here. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={8000}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts() {
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast}>
      <Base.Title className={styles.title} />
      {toast.actionProps && <Base.Action className={styles.action} />}
      <Base.Close render={<Button variant="ghost" size="small" aria-label="Dismiss" icon={<X size={13} />} />} />
    </Base.Root>
  ))
}

/** @returns a function that shows a message, and gives one that takes it away again. */
export function useToast(): (options: ToastOptions) => () => void {
  const manager = Base.useToastManager()
  return ({ message, action, onClose }) => {
    const id = manager.add({
      title: message,
      ...(onClose && { onClose }),
      ...(action && {
        actionProps: {
          children: action.label,
          onClick: () => {
            action.run()
            manager.close(id)
          },
        },
      }),
    })
    return () => manager.close(id)
  }
}
