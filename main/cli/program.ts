import { ORPCError } from '@orpc/server'
import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { AppError, type ErrorCode, errorTable } from '../../shared/domain/app-error.ts'
import { addCompareCommand } from './commands/compare-command.ts'
import { addDecideCommand } from './commands/decide-command.ts'
import { addExperimentCommands } from './commands/experiment-commands.ts'
import { addFineTuneCommands } from './commands/finetune/fine-tune-commands.ts'
import { addImportCommand } from './commands/import-command.ts'
import { addJobCommands } from './commands/job-commands.ts'
import { addLadderCommand } from './commands/ladder-command.ts'
import { addListingCommands } from './commands/listing-commands.ts'
import { addMonitorCommand } from './commands/monitor-command.ts'
import { addRecipeCommand } from './commands/recipe-command.ts'
import { addRescoreCommand } from './commands/rescore-command.ts'
import { addSampleCommand } from './commands/sample-command.ts'
import { addServeCommand } from './commands/serve-command.ts'

/** Runs the command that the arguments ask for. @returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...argv])
    return 0
  } catch (error) {
    return report(error)
  }
}

function createProgram(): Command {
  const program = new Command('rungs')
    .description('Local-first experiments that show whether the next rung is worth climbing.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(rungs --help shows the commands)')
  addImportCommand(program)
  addRecipeCommand(program)
  addExperimentCommands(program)
  addRescoreCommand(program)
  addJobCommands(program)
  addListingCommands(program)
  addCompareCommand(program)
  addLadderCommand(program)
  addDecideCommand(program)
  addFineTuneCommands(program)
  addMonitorCommand(program)
  addSampleCommand(program)
  addServeCommand(program)
  for (const command of withSubcommands(program)) {
    command.exitOverride()
    command.option('--json', 'print the result as JSON')
    command.option('--workspace <dir>', 'workspace folder (default: $RUNGS_WORKSPACE, else ~/.rungs/default)')
  }
  return program
}

function* withSubcommands(command: Command): Generator<Command> {
  yield command
  for (const subcommand of command.commands) yield* withSubcommands(subcommand)
}

/** Writes the error's sentence to standard error. @returns the exit code. */
function report(error: unknown): number {
  // Commander has said what is wrong; asking for help or the version is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorTable.INVALID_INPUT.exitCode
  if (error instanceof Error && isKnown(error)) {
    process.stderr.write(`${error.message}\n`)
    return errorTable[error.code].exitCode
  }
  process.stderr.write(`Rungs met an error that it does not know. What was stored before is kept.\n`)
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}

function isKnown(error: Error): error is Error & { code: ErrorCode } {
  if (!(error instanceof AppError) && !(error instanceof ORPCError)) return false
  return Object.hasOwn(errorTable, error.code)
}
