import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { ListedRun, RunList } from '../../../shared/domain/run-list.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { type RunRow, runRows } from './run-row.ts'

/**
 * All runs with the figures of these measures.
 * @param metrics in a stable order; another choice asks again and shows the old list meanwhile.
 */
export function useRuns(metrics: readonly string[]) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const options = useMemo(
    () => query.experiments.list.queryOptions({ input: { metrics: [...metrics] } }),
    [query, metrics],
  )
  const list = useQuery({
    ...options,
    placeholderData: (before: RunList | undefined) => before,
    // Comparing 10,000 runs field by field takes longer than drawing the ones in view.
    structuralSharing: false,
  })
  const rows = useMemo(() => (list.data ? runRows(list.data) : noRows), [list.data])

  const change = useCallback(
    (edit: (before: RunList) => RunList) =>
      queries.setQueryData(options.queryKey, (before: RunList | undefined) => before && edit(before)),
    [queries, options],
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
    isLoading: list.isLoading,
    error: list.data ? null : list.error,
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
