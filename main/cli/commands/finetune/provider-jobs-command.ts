import type { Command } from 'commander'
import { withWorkspace } from '../../command-context.ts'
import { printJson, printNote, printResult } from '../../print.ts'
import { addLocalOptions, addTrainerOptions, trainerOf } from './trainer-options.ts'

export function addProviderJobsCommand(group: Command): void {
  const command = group
    .command('jobs')
    .description('list the jobs that a provider has, with the days left of their models')
  addLocalOptions(addTrainerOptions(command)).action(async (choices: Parameters<typeof trainerOf>[0], own: Command) => {
    await withWorkspace(own, 'write', async ({ client, json }) => {
      const jobs = await client.fineTunes.providerJobs(trainerOf(choices))
      if (json) return printJson(jobs)
      if (jobs.length === 0) return printNote('The provider lists no jobs under this key.')
      for (const { providerJobId, status, tunedModel, baseModel, daysLeft, fineTuneJobId } of jobs) {
        const left = daysLeft === null ? '' : daysLeft < 0 ? '  shut down' : `  ${daysLeft} days left`
        const here = fineTuneJobId === null ? '' : `  imported as ${fineTuneJobId}`
        printResult(`${providerJobId}  ${status.padEnd(10)}  ${tunedModel ?? baseModel}${left}${here}`)
      }
    })
  })
}
