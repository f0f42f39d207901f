import { AppError } from '../../shared/domain/app-error.ts'
import type { Comparison } from '../../shared/domain/comparison.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { SweepSpec } from '../../shared/domain/recipe.ts'
import type { CommandContext } from './command-context.ts'
import { count } from './count.ts'
import { printJson, printNote, printResult } from './print.ts'
import { runsTable, tableMetrics } from './runs-table.ts'
import { watchJob } from './watch-job.ts'

/** Starts a sweep, shows its progress, prints its runs. Throws AppError RUN_FAILED when a run failed. */
export async function runSweep(spec: SweepSpec, context: CommandContext): Promise<void> {
  const plan = await context.client.experiments.plan(spec)
  printNote(describePlan(plan))
  if (plan.split.judgedQueries === 0) {
    printNote(
      `No question of ${plan.evalSet.name}/${plan.split.name} has a relevant document: only latency and index size can be measured.`,
    )
  }
  const { jobId } = await context.client.experiments.start(spec)
  await finishSweep(jobId, context)
}

/**
 * Watches a sweep's job to its end and prints its runs. Throws AppError RUN_FAILED when a run failed, or what all of
 * them failed of.
 * @param showJson takes the comparison where JSON is wanted.
 */
export async function finishSweep(
  jobId: JobId,
  context: CommandContext,
  showJson: (comparison: Comparison) => void = printJson,
): Promise<void> {
  const job = await watchJob(jobId, context)
  const runs = await context.client.experiments.runs({ jobId })
  const ids = runs.map((run) => run.runId)
  if (context.json) showJson(await context.client.experiments.compare({ runs: ids }))
  else printResult(runsTable(await context.client.experiments.compare({ runs: ids, metrics: [...tableMetrics] })))
  if (job.status === 'finished') return
  const failed = runs.filter((run) => run.status === 'failed').length
  const what =
    failed === runs.length
      ? failed === 1
        ? 'The run failed.'
        : `All ${failed} runs failed.`
      : `${failed} of ${runs.length} runs failed; the others are complete.`
  // Where nothing came out, the reason says more than that runs failed; so it does for what stopped the whole job.
  const code = failed === runs.length || job.errorCode === 'DISK_FULL' ? job.errorCode : undefined
  throw new AppError(code ?? 'RUN_FAILED', `${what} ${job.error ?? ''}`.trim(), { jobId })
}

/** What a sweep would do, in one line. */
export function describePlan({ recipes, repeated, evalSet, split, indexes, newIndexes }: Plan): string {
  const leftOut = repeated > 0 ? ` (${count(repeated, 'combination')} repeated another one, left out)` : ''
  return `${count(recipes.length, 'recipe')}${leftOut} on ${evalSet.name}/${split.name}: ${count(split.queries, 'query', 'queries')}, ${count(indexes, 'index', 'indexes')}, ${newIndexes} to build.`
}

type Plan = Awaited<ReturnType<CommandContext['client']['experiments']['plan']>>
