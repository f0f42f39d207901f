import type { Command } from 'commander'
import { addCancelCommand } from './cancel-command.ts'
import { addExportCommand } from './export-command.ts'
import { addImportCommand } from './import-command.ts'
import { addListCommand } from './list-command.ts'
import { addPreflightCommand } from './preflight-command.ts'
import { addProviderJobsCommand } from './provider-jobs-command.ts'
import { addShowCommand } from './show-command.ts'
import { addSplitCommand } from './split-command.ts'
import { addStartCommand } from './start-command.ts'

/** `rungs finetune …` */
export function addFineTuneCommands(program: Command): void {
  const group = program.command('finetune').description('fine-tune models at a provider or on a machine of yours')
  addPreflightCommand(group)
  addSplitCommand(group)
  addStartCommand(group)
  addExportCommand(group)
  addListCommand(group)
  addShowCommand(group)
  addCancelCommand(group)
  addImportCommand(group)
  addProviderJobsCommand(group)
}
