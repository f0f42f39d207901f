import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { Triage } from '../../../shared/domain/answer.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { QueryFilter, type QueryListing } from '../../../shared/domain/results.ts'

const route = getRouteApi('/runs/$runId')

/** What the screen keeps in its address: view, question, baseline, and the order and choice of the questions. */
export function useRunSearch() {
  const { runId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (changes: Partial<typeof search>, options: { replace?: boolean } = {}) => {
      void navigate({ search: (before) => ({ ...before, ...changes }), replace: options.replace ?? false })
    },
    [navigate],
  )
  const listing = useMemo(
    (): QueryListing => ({
      runId: runId as RunId,
      sortBy: search.sort?.replace(/^-/u, '') || 'position',
      descending: search.sort?.startsWith('-') ?? false,
      search: search.search ?? '',
      filter: QueryFilter.catch('all').parse(search.show),
      triage: Triage.safeParse(search.triage).data,
    }),
    [runId, search.sort, search.search, search.show, search.triage],
  )
  return { runId: runId as RunId, search, listing, change }
}
