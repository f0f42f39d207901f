import type { Command } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { type CommandContext, withWorkspace } from '../command-context.ts'
import { importSummary } from '../import-summary.ts'
import { numberOf } from '../number-of.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { finishSweep } from '../run-sweep.ts'
import { watchJob } from '../watch-job.ts'

export function addJobCommands(program: Command): void {
  program
    .command('resume')
    .description('go on with jobs that were stopped: killed, cancelled or failed')
    .argument('[job...]', 'job ids (default: all that can go on)')
    .option('--cap-run <usd>', 'another cap for each run of these sweeps, in US dollars')
    .option('--cap-sweep <usd>', 'another cap for all runs of a sweep together')
    .action(async (jobIds: string[], options: Caps, command: Command) => {
      await withWorkspace(command, 'write-existing', async (context) => {
        const { client, json } = context
        const resumable = await client.jobs.resumable()
        for (const jobId of jobIds) {
          if (!resumable.some((job) => job.jobId === jobId)) {
            throw new AppError('NOT_FOUND', `There is no stopped job "${jobId}"; \`rungs jobs\` lists them.`, { jobId })
          }
        }
        const wanted = jobIds.length > 0 ? resumable.filter((job) => jobIds.includes(job.jobId)) : resumable
        if (wanted.length === 0) {
          if (json) printJson([])
          else printNote('Nothing to resume: every job has ended.')
          return
        }
        // One JSON text for all jobs; what is finished is shown even when a later one fails.
        const results: unknown[] = []
        const failures: AppError[] = []
        try {
          for (const job of wanted) {
            try {
              if (job.kind !== 'import') await changeCaps(job, options, context)
              await resumeJob(job, context, (result) => results.push(result))
            } catch (error) {
              // One job that fails again must not keep the others from being resumed.
              if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error
              failures.push(error)
              if (wanted.length > 1) printNote(error.message)
            }
          }
        } finally {
          if (json) printJson(results)
        }
        if (failures.length > 0 && wanted.length === 1) throw failures[0]!
        if (failures.length > 0) {
          throw new AppError('RUN_FAILED', `${failures.length} of ${wanted.length} resumed jobs failed; see above.`)
        }
      })
    })

  program
    .command('jobs')
    .description('list imports and sweeps with their state')
    .action(async (_options: unknown, command: Command) => {
      await withWorkspace(command, 'prefer-write', async ({ client, json }) => {
        const jobs = await client.jobs.list()
        if (json) printJson(jobs)
        else {
          for (const { jobId, kind, status, itemsDone, itemsTotal, title } of jobs) {
            printResult(`${jobId}  ${kind.padEnd(6)}  ${status.padEnd(11)}  ${itemsDone}/${itemsTotal}  ${title}`)
          }
        }
      })
    })
}

interface Caps {
  readonly capRun?: string
  readonly capSweep?: string
}

async function changeCaps(
  { jobId }: JobSnapshot,
  { capRun, capSweep }: Caps,
  { client }: CommandContext,
): Promise<void> {
  if (capRun === undefined && capSweep === undefined) return
  await client.experiments.setBudget({
    jobId,
    ...(capRun !== undefined && { perRunUsd: numberOf(capRun) }),
    ...(capSweep !== undefined && { perSweepUsd: numberOf(capSweep) }),
  })
}

async function resumeJob(
  { jobId, kind, title }: JobSnapshot,
  context: CommandContext,
  showJson: (result: unknown) => void,
): Promise<void> {
  const { client } = context
  printNote(`Resuming ${title}`)
  await client.jobs.resume({ jobId })
  if (kind === 'sweep') {
    await finishSweep(jobId, context, showJson)
    return
  }
  const job = await watchJob(jobId, context)
  if (kind !== 'import') {
    if (job.status !== 'finished') throw new AppError(job.errorCode ?? 'RUN_FAILED', job.error ?? 'The job failed.')
    if (context.json) showJson(job)
    else printResult(`${title}: done`)
    return
  }
  if (job.status !== 'finished')
    throw new AppError(job.errorCode ?? 'NOTHING_ACCEPTED', job.error ?? 'The import failed.')
  const report = await client.datasets.importReport({ jobId })
  if (context.json) showJson(report)
  else printResult(importSummary(report))
}
