import type { Command } from 'commander'
import { withWorkspace } from '../../command-context.ts'
import { printJson, printNote, printResult } from '../../print.ts'
import { fineTuneLine } from './fine-tune-lines.ts'

export function addListCommand(group: Command): void {
  group
    .command('list')
    .description('list fine-tune jobs with their last known state')
    .action(async (_choices: unknown, own: Command) => {
      await withWorkspace(own, 'prefer-write', async ({ client, json }) => {
        const jobs = await client.fineTunes.list()
        if (json) return printJson(jobs)
        if (jobs.length === 0) return printNote('There are no fine-tune jobs yet. Start one: `rungs finetune start`.')
        for (const job of jobs) printResult(fineTuneLine(job))
      })
    })
}
