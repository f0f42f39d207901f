import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './notice.module.css'

const icons = { error: CircleAlert, warning: TriangleAlert, success: CircleCheck, info: Info }

interface NoticeProps {
  kind: keyof typeof icons
  children: ReactNode
  /** Buttons that say what to do. */
  actions?: ReactNode
}

/** What happened, what is kept, what to do: in place, never a blocking window. */
export function Notice({ kind, children, actions }: NoticeProps) {
  const Icon = icons[kind]
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon size={15} aria-hidden="true" />
      <div className={styles.text}>{children}</div>
      {actions}
    </div>
  )
}
