import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DecisionEntries } from '../../../shared/domain/decision.ts'

const queryKey = ['decision-entries'] as const

/**
 * Entries that are not saved yet; null while there are none. They outlive the screen: who follows a link to a run and comes
 * back finds them again.
 */
export function useDraftEntries(): readonly [DecisionEntries | null, (entries: DecisionEntries | null) => void] {
  const queries = useQueryClient()
  const { data } = useQuery<DecisionEntries | null>({
    queryKey,
    queryFn: skipToken,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return [data ?? null, (entries) => void queries.setQueryData<DecisionEntries | null>(queryKey, entries)]
}
