import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { withWorkspace } from '../../command-context.ts'
import { printJson, printResult } from '../../print.ts'
import { addJobOptions, type JobChoices, specOf } from './job-options.ts'
import { trainerOf } from './trainer-options.ts'

interface ExportChoices extends JobChoices, Readonly<Record<string, unknown>> {
  readonly trainer: string
  readonly fourBit?: boolean
}

export function addExportCommand(group: Command): void {
  const command = group
    .command('export')
    .description('write a folder that is ready to run with Axolotl or Unsloth; nothing is run or sent')
    .argument('<training-set>', 'its name, or the id of a version')
    .argument('<folder>', 'in which the job gets a folder of its own')
    .addOption(new Option('--trainer <kind>', 'for whom').choices(['axolotl', 'unsloth']).makeOptionMandatory())
    .option('--four-bit', 'load the weights in 4 bits (QLoRA)')
  addJobOptions(command).action(async (reference: string, folder: string, choices: ExportChoices, own: Command) => {
    await withWorkspace(own, 'write-existing', async (context) => {
      const { client, json, signal } = context
      const trainer = trainerOf({ ...choices, folder: resolve(folder) })
      // A folder costs nothing, and may be run where there is no Rungs: it is not kept back for a baseline.
      const given = { ...choices, withoutBaseline: 'exported as a folder' }
      const { fineTuneJobId } = await client.fineTunes.start(await specOf(reference, trainer, given, context))
      for await (const { job } of await client.fineTunes.watch({ fineTuneJobId }, { signal })) {
        if (job.status === 'sending') continue
        if (job.status !== 'prepared')
          throw new AppError('UNREADABLE_FILE', job.error?.message ?? 'It was not written.')
        if (json) printJson(job)
        else printResult(job.folder!)
        return
      }
    })
  })
}
