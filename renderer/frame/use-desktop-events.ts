import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useEngine } from '../rpc/engine.tsx'
import { useToast } from '../ui/toast.tsx'

/** In the desktop app: shows its sentences, and goes where its menu leads. */
export function useDesktopEvents(): void {
  const { host } = useEngine()
  const navigate = useNavigate()
  const toast = useToast()
  // The toast's function is a new one on every render; the watch must not start again for it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(
    () =>
      host.desktop?.watchEvents((event) => {
        if (event.kind === 'notice') toast({ message: event.sentence })
        else void navigate({ to: event.to })
      }),
    [host, navigate],
  )
}
