import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** How long the second key of a sequence such as G R may take. */
const sequenceMs = 1200

const sections = {
  l: '/ladder',
  r: '/runs',
  c: '/compare',
  d: '/datasets',
  f: '/finetunes',
  m: '/monitor',
  s: '/settings',
} as const

/** Keys that work on every screen. Single letters are off while typing, and in windows over the page. */
export function useShortcuts({ openPalette, openMap }: { openPalette: () => void; openMap: () => void }): void {
  const navigate = useNavigate()
  const firstKeyAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        openPalette()
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const section = Object.entries(sections).find(([letter]) => letter === key)?.[1]
      if (section && event.timeStamp - firstKeyAt.current < sequenceMs) {
        // The screen under it has the same letters for other things.
        event.stopPropagation()
        firstKeyAt.current = Number.NEGATIVE_INFINITY
        void navigate({ to: section })
      } else if (key === 'g') firstKeyAt.current = event.timeStamp
      else if (event.key === '?') openMap()
      // While answers are rated, N is the key of the note.
      else if (key === 'n' && window.location.pathname !== '/rate') void navigate({ to: '/new' })
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [navigate, openPalette, openMap])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
}
