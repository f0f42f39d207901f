import type { Command } from 'commander'
import { withWorkspace } from '../../command-context.ts'
import { printJson, printNote, printResult } from '../../print.ts'
import { fineTuneLines } from './fine-tune-lines.ts'

export function addShowCommand(group: Command): void {
  group
    .command('show')
    .description('ask how a job is, and show all that is known of it')
    .argument('<job>', 'id, unique beginning of an id, or name')
    .option('--curve', 'with its curve')
    .action(async (reference: string, { curve }: { curve?: boolean }, own: Command) => {
      await withWorkspace(own, 'prefer-write', async ({ client, json }) => {
        const kept = await client.fineTunes.get({ reference })
        const { fineTuneJobId } = kept
        // What is not reached is shown as it was.
        const job = kept.actions.includes('refresh')
          ? await client.fineTunes.refresh({ fineTuneJobId }).catch((error: Error) => {
              printNote(error.message)
              return kept
            })
          : kept
        const points = curve ? await client.fineTunes.points({ fineTuneJobId }) : []
        if (json) return printJson(curve ? { ...job, points } : job)
        printResult(fineTuneLines(job).join('\n'))
        for (const { step, trainLoss, validLoss } of points) {
          printResult(`${String(step).padStart(6)}  ${trainLoss ?? '-'}  ${validLoss ?? '-'}`)
        }
      })
    })
}
