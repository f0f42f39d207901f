import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { ComparedQueryFilter } from '../../../shared/domain/results.ts'

const route = getRouteApi('/compare')

/** The contract takes so many. */
export const mostRuns = 8

export interface CompareChanges {
  runs?: readonly string[]
  baseline?: string | undefined
  metric?: string | undefined
  query?: string | undefined
  against?: string | undefined
  show?: string | undefined
  search?: string | undefined
  fields?: 'all' | undefined
}

/** What the screen keeps in its address: runs, baseline, measure, choice of questions, and the question in the drawer. */
export function useCompareSearch() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const runIds = [...new Set(search.runs ?? [])].slice(0, mostRuns) as RunId[]
  const baselineId = runIds.find((id) => id === search.baseline) ?? runIds[0]
  const kind = metricDefinition(search.metric ?? '')?.kind
  const chosen = kind === 'mean' || kind === 'proportion' ? search.metric : undefined
  const change = useCallback(
    ({ runs, ...changes }: CompareChanges, options: { replace?: boolean } = {}) => {
      void navigate({
        search: (before) => {
          const ids = runs ?? before.runs ?? []
          return { ...before, ...changes, runs: ids.length > 0 ? [...ids] : undefined }
        },
        replace: options.replace ?? false,
      })
    },
    [navigate],
  )
  return {
    runIds,
    baselineId,
    metric: chosen ?? 'ndcg@10',
    /** Without a choice, what the runs do decides. */
    isMetricChosen: chosen !== undefined,
    filter: ComparedQueryFilter.catch('regressions').parse(search.show),
    search: search.search ?? '',
    queryId: search.query,
    againstId: runIds.find((id) => id === search.against && id !== baselineId),
    allFields: search.fields === 'all',
    change,
  }
}
