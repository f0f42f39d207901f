import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { TrainerKind } from '../../../../shared/domain/trainer.ts'
import { type CommandContext, withWorkspace } from '../../command-context.ts'
import { printJson, printResult } from '../../print.ts'
import { fineTuneLines } from './fine-tune-lines.ts'
import { trainerOf } from './trainer-options.ts'

interface ImportChoices {
  readonly trainer?: string
  readonly job?: string
  readonly name?: string
  readonly model?: string
  readonly baseUrl?: string
  readonly key?: string
  readonly folder?: string
}

export function addImportCommand(group: Command): void {
  group
    .command('import')
    .description('take over a job made elsewhere: from a provider, or by the files that it left')
    .argument('[file...]', 'result CSVs (plain or base64), trainer_state.json, logs')
    .addOption(new Option('--trainer <kind>', 'who trained it, with --job').choices(TrainerKind.options))
    .option('--job <id>', "the provider's id of the job (`rungs finetune jobs` lists them)")
    .option('--name <text>', 'what it is called (default: the name of the file)')
    .option('--model <name>', 'the base model, where only files are given')
    .option('--base-url <url>', 'another address of the provider')
    .option('--key <NAME>', 'name of the key')
    .option('--folder <dir>', 'local trainers: where the folders of jobs are')
    .action(async (files: string[], choices: ImportChoices, own: Command) => {
      await withWorkspace(own, 'write', async (context) => {
        const job = files.length > 0 ? await fromFiles(files, choices, context) : await fromProvider(choices, context)
        if (context.json) printJson(job)
        else printResult(fineTuneLines(job).join('\n'))
      })
    })
}

function fromProvider({ trainer, job, ...rest }: ImportChoices, { client }: CommandContext) {
  if (trainer === undefined || job === undefined) {
    throw new AppError('INVALID_INPUT', 'Give the files of a job, or --trainer and --job. Nothing was imported.')
  }
  return client.fineTunes.importJob({ trainer: trainerOf({ trainer, ...rest }), providerJobId: job })
}

async function fromFiles(paths: readonly string[], { name, model = '' }: ImportChoices, { client }: CommandContext) {
  const files: { fileName: string; text: string }[] = []
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new AppError('UNREADABLE_FILE', `${path} cannot be read (${error.code}). Nothing was imported.`, { path })
    })
    files.push({ fileName: basename(path), text })
  }
  return client.fineTunes.importFiles({ name: name ?? basename(paths[0]!), baseModel: model, files })
}
