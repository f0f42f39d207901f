import { useEffect, useRef } from 'react'

/** What keys do, by `event.key` in lower case. */
export type KeyCommands = Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>

/** Keys of a screen. They are off while typing, in windows and menus over the page, and together with Ctrl, ⌘ or Alt. */
export function useKeys(commands: KeyCommands): void {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
      const command = latest.current[event.key.toLowerCase()]
      if (!command) return
      event.preventDefault()
      command(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  // A message at the edge is a dialog, too, but takes nothing over.
  if (document.querySelector('[role="dialog"]:not([aria-modal="false"]), [role="menu"], [role="alertdialog"]'))
    return true
  return target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select') !== null
}
