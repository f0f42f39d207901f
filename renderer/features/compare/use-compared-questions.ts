import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import type { ChangeRange } from '../../../shared/domain/results.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { barsPerSide, type ChangeBar } from './brush.ts'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'

const pageRows = 25

/** The questions of the runs on one measure, page by page. */
export function useComparedQuestions(sides: readonly ComparedSide[], address: ReturnType<typeof useCompareSearch>) {
  const { query } = useEngine()
  const { runIds, baselineId, metric, filter, search, slice, bar } = address
  // How wide bars are is known once the questions were read without one.
  const [binWidth, setBinWidth] = useState(metricDefinition(metric)?.unit === 'fraction' ? 1 / barsPerSide : 0)
  const result = useInfiniteQuery(
    query.results.compareQueries.infiniteOptions({
      input: (offset: number) => ({
        runs: [...runIds],
        baseline: baselineId!,
        metric,
        filter,
        search,
        ...(slice && { slice }),
        ...(bar && binWidth > 0 && { within: rangeOf(bar, binWidth) }),
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
  const found = pages[0]?.binWidth
  if (found !== undefined && found !== binWidth) setBinWidth(found)
  return { result, first: pages[0], rows: pages.flatMap((page) => page.rows) }
}

function rangeOf({ runId, bar }: ChangeBar, binWidth: number): ChangeRange {
  const from = bar - barsPerSide
  return { runId: runId as RunId, from: from * binWidth, to: (from + 1) * binWidth }
}
