import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { ListedRun, RunList } from '../../../shared/domain/run-list.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { type RunRow, runRows } from './run-row.ts'

/** More than a screen shows; the others come behind them. */
const newestRuns = 100

/**
 * All runs with the figures of these measures: the newest at once, the whole list a moment later.
 * @param metrics in a stable order; another choice asks again and shows the old list meanwhile.
 * @param needsAll no part of the list would do, such as when it is sorted by a figure.
 */
export function useRuns(metrics: readonly string[], needsAll: boolean) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const options = useMemo(
    () => query.experiments.list.queryOptions({ input: { metrics: [...metrics] } }),
    [query, metrics],
  )
  const newestOptions = useMemo(
    () => query.experiments.list.queryOptions({ input: { metrics: [...metrics], newest: newestRuns } }),
    [query, metrics],
  )
  const knowsAll = queries.getQueryData(options.queryKey) !== undefined
  const newest = useQuery({ ...newestOptions, enabled: !needsAll && !knowsAll, structuralSharing: false })
  const list = useQuery({
    ...options,
    enabled: needsAll || knowsAll || newest.isFetched,
    placeholderData: (before: RunList | undefined) => before,
    // Comparing 10,000 runs field by field takes longer than drawing the ones in view.
    structuralSharing: false,
  })
  const shown = list.data ?? (needsAll ? undefined : newest.data)
  const rows = useMemo(() => (shown ? runRows(shown) : noRows), [shown])

  const change = useCallback(
    (edit: (before: RunList) => RunList) => {
      for (const { queryKey } of [options, newestOptions])
        queries.setQueryData(queryKey, (before: RunList | undefined) => before && edit(before))
    },
    [queries, options, newestOptions],
  )
  /** Asks for the runs of one job only, and puts them in place. */
  const refreshJob = useCallback(
    async (jobId: JobId) => {
      const part = await client.experiments.list({ metrics: [...metrics], jobId })
      change((before) => replaceRuns(before, part, jobId))
    },
    [client, metrics, change],
  )
  const refresh = useCallback(
    () => queries.invalidateQueries({ queryKey: query.experiments.list.key() }),
    [queries, query],
  )
  const editRun = useCallback(
    (runId: RunId, edit: Partial<ListedRun>) =>
      change((before) => ({
        ...before,
        runs: before.runs.map((run) => (run.runId === runId ? { ...run, ...edit } : run)),
      })),
    [change],
  )
  const removeRuns = useCallback(
    (runIds: ReadonlySet<string>) =>
      change((before) => ({ ...before, runs: before.runs.filter((run) => !runIds.has(run.runId)) })),
    [change],
  )
  return {
    rows,
    isLoading: shown === undefined && list.error === null,
    /** Only the newest runs are here yet. */
    isPartial: list.data === undefined,
    error: shown ? null : list.error,
    refresh,
    refreshJob,
    editRun,
    removeRuns,
  }
}

const noRows: RunRow[] = []

/** A list with one job's runs as they are now. */
function replaceRuns(whole: RunList, part: RunList, jobId: JobId): RunList {
  const known = new Map(whole.runs.filter((run) => run.jobId === jobId).map((run) => [run.runId, run]))
  // A run keeps its recipe: only runs that are new here bring theirs, behind the ones of the whole.
  const isKnown = part.runs.every((run) => known.has(run.runId))
  const fresh = part.runs.map((run) => {
    const before = known.get(run.runId)
    return isKnown && before
      ? { ...run, recipe: before.recipe, evalSet: before.evalSet }
      : {
          ...run,
          recipe: run.recipe === null ? null : run.recipe + whole.recipes.length,
          evalSet: run.evalSet + whole.evalSets.length,
        }
  })
  const at = Math.max(
    0,
    whole.runs.findIndex((run) => run.jobId === jobId),
  )
  const others = whole.runs.filter((run) => run.jobId !== jobId)
  const runs = [...others.slice(0, at), ...fresh, ...others.slice(at)]
  if (isKnown) return { ...whole, runs }
  const ids = new Set(part.sweeps.map((sweep) => sweep.sweepId))
  return {
    ...whole,
    recipes: [...whole.recipes, ...part.recipes],
    evalSets: [...whole.evalSets, ...part.evalSets],
    sweeps: [...whole.sweeps.filter(({ sweepId }) => !ids.has(sweepId)), ...part.sweeps],
    runs,
  }
}
