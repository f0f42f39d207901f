import { useEffect, useRef } from 'react'

/** What ⌘Z or Ctrl+Z takes back: only as long as its message is shown, and never instead of the text one types. */
export function useUndo() {
  const undo = useRef<(() => void) | null>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z') return
      if (event.defaultPrevented || undo.current === null || isText(event.target)) return
      event.preventDefault()
      undo.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return undo
}

function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea') !== null)
  )
}
