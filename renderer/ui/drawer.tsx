import { X } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './drawer.module.css'

interface DrawerProps {
  /** Names the panel for screen readers. */
  label: string
  /** Stands at the top beside the close button. */
  head: ReactNode
  onClose: () => void
  /** Over the page instead of beside it. */
  floating?: boolean
  children: ReactNode
}

/** A panel at the right edge. The page stays usable beside it; Escape closes it, and focus goes back to where it was. */
export function Drawer({ label, head, onClose, floating = false, children }: DrawerProps) {
  const panel = useRef<HTMLElement>(null)
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isInPopup(event.target)) return
    event.preventDefault()
    onClose()
  })
  useEffect(() => {
    window.addEventListener('keydown', onEscape)
    return () => window.removeEventListener('keydown', onEscape)
  }, [])
  // Before the panel is gone: after it, nobody knows that the focus was inside.
  useLayoutEffect(() => {
    const before = document.activeElement
    const own = panel.current!
    own.focus()
    return () => {
      const inside = document.activeElement === document.body || own.contains(document.activeElement)
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <aside
      ref={panel}
      className={`${styles.drawer} ${floating ? styles.floating : ''}`}
      aria-label={label}
      tabIndex={-1}
    >
      <div className={styles.head}>
        {head}
        <Button
          variant="ghost"
          size="small"
          aria-label="Close"
          title="Close (Esc)"
          icon={<X size={14} />}
          onClick={onClose}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className={styles.body} tabIndex={0} aria-label={`${label}, content`}>
        {children}
      </section>
    </aside>
  )
}

/** A window, menu or field over the page takes Escape for itself. */
function isInPopup(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
}
