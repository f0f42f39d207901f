import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { ComparedQueryFilter } from '../../../shared/domain/results.ts'
import { readBar, readSlice } from './brush.ts'

const route = getRouteApi('/compare')

/** So many stand side by side; the contract takes no more. */
export const mostBeside = 8
/** So many are drawn against their settings. */
const mostRuns = 200

export interface CompareChanges {
  runs?: readonly string[]
  baseline?: string | undefined
  metric?: string | undefined
  query?: string | undefined
  against?: string | undefined
  show?: string | undefined
  search?: string | undefined
  fields?: 'all' | undefined
  /** The kind of slices that is shown. */
  slices?: string | undefined
  /** The slice, and the bar of changes, whose questions are listed. */
  slice?: string | undefined
  bar?: string | undefined
}

/** What the screen keeps in its address: runs, baseline, measure, choice of questions, and the question in the drawer. */
export function useCompareSearch() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
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
  return useMemo(() => ({ ...readSearch(search), change }), [search, change])
}

function readSearch(search: ReturnType<typeof route.useSearch>) {
  const runIds = [...new Set(search.runs ?? [])].slice(0, mostRuns) as RunId[]
  const baselineId = runIds.find((id) => id === search.baseline) ?? runIds[0]
  const kind = metricDefinition(search.metric ?? '')?.kind
  const chosen = kind === 'mean' || kind === 'proportion' ? search.metric : undefined
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
    sliceKind: search.slices,
    slice: readSlice(search.slice),
    bar: readBar(search.bar, runIds),
  }
}
