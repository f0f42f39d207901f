import type { JobId, SweepId } from '../../../../shared/domain/ids.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { RunList } from '../../../../shared/domain/run-list.ts'
import type { Store } from '../../../ports/store.ts'

/** What is listed: all runs, those of one job, or the newest jobs that together hold so many runs. */
export type ListScope = { readonly jobId?: JobId | undefined; readonly newest?: number | undefined }

/** Runs with their stored figures, newest sweep first. Reads no score column, so that 10,000 runs take a moment. */
export function listRuns(
  store: Pick<Store, 'runs'>,
  metrics: readonly string[],
  { jobId, newest }: ListScope = {},
): RunList {
  // Oldest first, as all of them come.
  const jobs =
    jobId !== undefined ? [jobId] : newest !== undefined ? store.runs.newestJobs(newest).reverse() : [undefined]
  const runs = jobs.flatMap((job) => store.runs.listSummaries(job))
  const values = new Map(jobs.flatMap((job) => [...store.runs.values(metrics, job)]))
  const recipes = new Map<Recipe, number>()
  const evalSets = new Map<string, { place: number; evalSetId: Run['evalSetId']; name: string }>()
  const sweeps = new Map<SweepId, RunList['sweeps'][number]>()
  const listed = runs.map((run): RunList['runs'][number] => {
    let recipe = run.recipe === null ? null : recipes.get(run.recipe)
    if (recipe === undefined) {
      recipe = recipes.size
      recipes.set(run.recipe!, recipe)
    }
    let evalSet = evalSets.get(run.evalSetId)
    if (!evalSet) {
      evalSet = { place: evalSets.size, evalSetId: run.evalSetId, name: run.evalSetName }
      evalSets.set(run.evalSetId, evalSet)
    }
    if (run.sweepId !== null && !sweeps.has(run.sweepId)) {
      sweeps.set(run.sweepId, { sweepId: run.sweepId, name: run.sweepName ?? run.sweepId, jobId: run.jobId })
    }
    const own = values.get(run.runId)
    return {
      runId: run.runId,
      name: run.name,
      split: run.split,
      sweepId: run.sweepId,
      jobId: run.jobId,
      status: run.status,
      createdAt: run.createdAt,
      finishedAt: run.finishedAt,
      error: run.error,
      tags: run.tags,
      notes: run.notes,
      queries: run.queries,
      answeredQueries: run.answeredQueries,
      recipe,
      evalSet: evalSet.place,
      values: metrics.map((metric) => own?.get(metric)?.value ?? null),
      counts: metrics.map((metric) => own?.get(metric)?.n ?? 0),
    }
  })
  return {
    metrics: [...metrics],
    recipes: [...recipes.keys()],
    evalSets: [...evalSets.values()].map(({ evalSetId, name }) => ({ evalSetId, name })),
    sweeps: [...sweeps.values()],
    runs: newestJobFirst(listed),
  }
}

/** Runs come oldest first, those of one job together and in the order of its grid, which is kept. */
function newestJobFirst<Listed extends { jobId: JobId }>(runs: readonly Listed[]): Listed[] {
  const byJob = new Map<JobId, Listed[]>()
  for (const run of runs) {
    const members = byJob.get(run.jobId)
    if (members) members.push(run)
    else byJob.set(run.jobId, [run])
  }
  return [...byJob.values()].reverse().flat()
}
