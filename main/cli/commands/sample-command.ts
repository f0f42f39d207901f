import type { Command } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { type CommandContext, withWorkspace } from '../command-context.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { runSweep } from '../run-sweep.ts'
import { runsTable, tableMetrics } from '../runs-table.ts'
import { watchJob } from '../watch-job.ts'

export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description('load the sample project and run a first sweep on it')
    .action(async (_options: unknown, command: Command) => {
      await withWorkspace(command, 'write', async (context) => {
        await importSample(context)
        const finished = await finishedSampleRuns(context)
        if (finished.length === 0) return runSweep((await context.client.workspace.sample()).sweep, context)
        printNote('The sample sweep was run before; these are its results.')
        const { client, json } = context
        if (json) printJson(await client.experiments.compare({ runs: finished }))
        else printResult(runsTable(await client.experiments.compare({ runs: finished, metrics: [...tableMetrics] })))
      })
    })
}

async function importSample(context: CommandContext): Promise<void> {
  const { client } = context
  const { paths, name } = await client.workspace.sample()
  const { jobId } = await client.datasets.import({ paths, name })
  const job = await watchJob(jobId, context)
  if (job.status !== 'finished') throw new AppError('UNREADABLE_FILE', job.error ?? 'The sample could not be imported.')
  const report = await client.datasets.importReport({ jobId })
  printNote(`Sample: ${report.documents} pages, ${report.queries} questions, ${report.spans} gold spans.`)
}

/** The runs of the newest sample sweep, if it was completed on the sample as it is now. */
async function finishedSampleRuns({ client }: CommandContext): Promise<string[]> {
  const { name } = await client.workspace.sample()
  const { evalSets } = await client.datasets.list()
  const sample = evalSets.find((evalSet) => evalSet.name === name)
  const runs = (await client.experiments.runs({})).filter(
    (run) => run.evalSetId === sample?.evalSetId && run.provenance.corpusVersionId === sample.corpusVersionId,
  )
  const newest = runs.filter((run) => run.sweepId !== null).at(-1)?.sweepId
  const ofSweep = runs.filter((run) => run.sweepId !== null && run.sweepId === newest)
  return ofSweep.every((run) => run.status === 'finished') ? ofSweep.map((run) => run.runId) : []
}
