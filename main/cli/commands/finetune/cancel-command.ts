import type { Command } from 'commander'
import { withWorkspace } from '../../command-context.ts'
import { printJson, printResult } from '../../print.ts'

export function addCancelCommand(group: Command): void {
  group
    .command('cancel')
    .description('stop a job; it is cancelled when the provider says so')
    .argument('<job>', 'id, unique beginning of an id, or name')
    .action(async (reference: string, _choices: unknown, own: Command) => {
      await withWorkspace(own, 'write-existing', async ({ client, json }) => {
        const { fineTuneJobId } = await client.fineTunes.get({ reference })
        const job = await client.fineTunes.cancel({ fineTuneJobId })
        if (json) return printJson(job)
        printResult([`${job.name}: ${job.status}`, ...(job.notice === null ? [] : [job.notice])].join('\n'))
      })
    })
}
