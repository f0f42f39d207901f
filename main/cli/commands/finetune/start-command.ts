import type { Command } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import type { FineTuneJob } from '../../../../shared/domain/fine-tune-job.ts'
import { type CommandContext, withWorkspace } from '../../command-context.ts'
import { printJson, printNote, printResult } from '../../print.ts'
import { estimateLine, fineTuneLines } from './fine-tune-lines.ts'
import { addJobOptions, type JobChoices, specOf } from './job-options.ts'
import { addLocalOptions, addTrainerOptions, trainerOf } from './trainer-options.ts'

interface StartChoices extends JobChoices, Readonly<Record<string, unknown>> {
  readonly trainer: string
  readonly estimate?: boolean
  readonly wait?: boolean
}

export function addStartCommand(group: Command): void {
  const command = group
    .command('start')
    .description('train on a training set; the job goes on at the provider when this command has ended')
    .argument('<training-set>', 'its name, or the id of a version')
  addLocalOptions(addJobOptions(addTrainerOptions(command)))
    .option('--launch', 'local trainers: start the program now, instead of only writing the folder')
    .option('--cap <usd>', 'send nothing when the estimate is above it, in US dollars')
    .option('--without-baseline <reason>', 'start although the un-tuned model was not measured on the test split')
    .option('--estimate', 'only say what it would cost')
    .option('--wait', 'follow it until it has ended')
    .action(async (reference: string, choices: StartChoices, own: Command) => {
      await withWorkspace(own, 'write-existing', async (context) => {
        const { client, json } = context
        const spec = await specOf(reference, trainerOf(choices), choices, context)
        const estimate = await client.fineTunes.estimate(spec)
        if (choices.estimate) {
          if (json) return printJson(estimate)
          printResult([estimateLine(estimate), ...estimate.warnings].join('\n'))
          return
        }
        for (const remark of [estimateLine(estimate), ...estimate.warnings]) printNote(remark)
        const started = await client.fineTunes.start(spec)
        const job = await followFineTune(started, choices.wait === true, context)
        if (json) printJson(job)
        else printResult(fineTuneLines(job).join('\n'))
        throwIfNotTaken(job)
      })
    })
}

/** Shows what happens on standard error: until the provider has it, or until its end. Ctrl-C leaves it there. */
async function followFineTune(
  { fineTuneJobId }: FineTuneJob,
  toItsEnd: boolean,
  { client, signal }: CommandContext,
): Promise<FineTuneJob> {
  for await (const { job, events } of await client.fineTunes.watch({ fineTuneJobId }, { signal })) {
    for (const { message } of events) printNote(message)
    const isWaiting = toItsEnd
      ? ['sending', 'validating', 'queued', 'running', 'paused'].includes(job.status)
      : job.status === 'sending' && job.notReachedSince === null
    if (!isWaiting) return job
  }
  return client.fineTunes.get({ reference: fineTuneJobId })
}

function throwIfNotTaken({ status, error, notice, fineTuneJobId }: FineTuneJob): void {
  if (status === 'refused' || status === 'failed') {
    throw new AppError('PROVIDER_REFUSED', error?.message ?? 'The job was not taken.', { fineTuneJobId })
  }
  if (status === 'unconfirmed' || status === 'sending') {
    throw new AppError('PROVIDER_UNAVAILABLE', notice ?? 'It is not known whether the provider has it.', {
      fineTuneJobId,
    })
  }
}
