import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEngine } from '../../rpc/engine.tsx'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'

const pageRows = 50

/** The questions of the runs on one measure, page by page. */
export function useComparedQuestions(sides: readonly ComparedSide[], address: ReturnType<typeof useCompareSearch>) {
  const { query } = useEngine()
  const { runIds, baselineId, metric, filter, search } = address
  const result = useInfiniteQuery(
    query.results.compareQueries.infiniteOptions({
      input: (offset: number) => ({
        runs: [...runIds],
        baseline: baselineId!,
        metric,
        filter,
        search,
        offset,
        limit: pageRows,
      }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const loaded = pages.reduce((sum, { rows }) => sum + rows.length, 0)
        return loaded < last.total ? loaded : undefined
      },
      enabled: sides.length > 1,
      placeholderData: keepPreviousData,
    }),
  )
  const pages = result.data?.pages ?? []
  return { result, first: pages[0], rows: pages.flatMap((page) => page.rows) }
}
