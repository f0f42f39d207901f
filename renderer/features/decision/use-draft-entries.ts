import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DecisionEntries } from '../../../shared/domain/decision.ts'
import { useEngine } from '../../rpc/engine.tsx'

const queryKey = ['decision-entries'] as const

interface DraftEntries {
  /** Entries that are not saved yet; null while there are none, undefined until that is known. */
  readonly changed: DecisionEntries | null | undefined
  readonly setChanged: (entries: DecisionEntries | null) => void
  /** They could not be read or kept: they live as long as the page. */
  readonly error: Error | null
}

/**
 * Entries that are not saved yet. They outlive the screen, the page and the app: who follows a link to a run, reloads or
 * comes back tomorrow finds them again. @param isKept false where the workspace is read-only.
 */
export function useDraftEntries(isKept: boolean): DraftEntries {
  const { client } = useEngine()
  const queries = useQueryClient()
  const { data, error: readError } = useQuery<DecisionEntries | null>({
    queryKey,
    queryFn: () => client.decisions.unsaved(),
    // Read once: from there on the page knows better than the workspace, which is one step behind.
    enabled: queries.getQueryData(queryKey) === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const keep = useMutation({
    mutationFn: (entries: DecisionEntries | null) => client.decisions.keepUnsaved({ entries }),
    // One after the other, so that the last one stays.
    scope: { id: 'decision-entries' },
  })
  return {
    changed: data ?? (readError ? null : data),
    setChanged: (entries) => {
      queries.setQueryData<DecisionEntries | null>(queryKey, entries)
      if (isKept) keep.mutate(entries)
    },
    error: readError ?? keep.error,
  }
}
