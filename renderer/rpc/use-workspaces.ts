import { useMutation, useQuery } from '@tanstack/react-query'
import type { RecentWorkspace } from '../../shared/contract/desktop.ts'
import { useEngine } from './engine.tsx'
import { errorSentence } from './error-sentence.ts'

export interface Workspaces {
  /** Latest first, without the one that is open; empty until they are known. */
  readonly recent: readonly RecentWorkspace[]
  /** Shows the system's dialog for a folder. */
  choose(): void
  open(folder: string): void
  /** True while a dialog is open or a workspace is being opened; the page is loaded anew then. */
  readonly isBusy: boolean
  /** Why the last one did not open; null also when the user closed the dialog. */
  readonly failure: string | null
}

/** Opens another workspace in this window. Null in the web host: who serves the page chose its folder. */
export function useWorkspaces(): Workspaces | null {
  const { desktop } = useEngine().host
  const recent = useQuery({
    queryKey: ['desktop', 'recentWorkspaces'],
    queryFn: () => desktop?.recentWorkspaces() ?? [],
    enabled: desktop !== undefined,
  })
  const choose = useMutation({ mutationFn: async () => desktop?.chooseWorkspace() })
  const open = useMutation({
    mutationFn: async (folder: string) => {
      if (desktop && !(await desktop.openWorkspace(folder))) void recent.refetch()
    },
  })
  if (!desktop) return null
  const error = choose.error ?? open.error ?? recent.error
  return {
    recent: recent.data ?? [],
    choose: () => {
      open.reset()
      choose.mutate()
    },
    open: (folder) => {
      choose.reset()
      open.mutate(folder)
    },
    isBusy: choose.isPending || open.isPending,
    failure: error && errorSentence(error),
  }
}
