import { Check, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './pill.module.css'

const icons = { good: Check, warning: TriangleAlert, plain: null }

/** A state in a word or two; the colour only repeats what the words say. */
export function Pill({ kind = 'plain', children }: { kind?: keyof typeof icons; children: ReactNode }) {
  const Icon = icons[kind]
  return (
    <span className={[styles.pill, styles[kind]].filter(Boolean).join(' ')}>
      {Icon && <Icon size={11} aria-hidden="true" />}
      {children}
    </span>
  )
}
