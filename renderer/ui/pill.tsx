import { Check, CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './pill.module.css'

const icons = { good: Check, warning: TriangleAlert, bad: CircleX, plain: null }

export type PillKind = keyof typeof icons

/** A state in a word or two; the colour only repeats what the words say. */
export function Pill({ kind = 'plain', children }: { kind?: PillKind; children: ReactNode }) {
  const Icon = icons[kind]
  return (
    <span className={[styles.pill, styles[kind]].filter(Boolean).join(' ')}>
      {Icon && <Icon size={11} aria-hidden="true" />}
      {children}
    </span>
  )
}
