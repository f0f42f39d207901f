import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './button.module.css'
import { KeyCap } from './key-cap.tsx'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: 'primary' | 'default' | 'ghost' | 'danger'
  size?: 'small' | 'medium' | 'large'
  icon?: ReactNode
  /** Shown as a key cap; the key itself is bound elsewhere. */
  shortcut?: string
  ref?: Ref<HTMLButtonElement>
}

/** A button; without children it is square and needs an `aria-label`. */
export function Button({
  variant = 'default',
  size = 'medium',
  icon,
  shortcut,
  children,
  className,
  ...rest
}: ButtonProps) {
  const classes = [styles.button, styles[variant], styles[size], children ? '' : styles.square, className ?? '']
  return (
    <button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon}
      {children}
      {shortcut && <KeyCap>{shortcut}</KeyCap>}
    </button>
  )
}
