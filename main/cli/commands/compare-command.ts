import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { ExportFormat } from '../../../shared/domain/export-format.ts'
import { type CommandContext, withWorkspace } from '../command-context.ts'
import { printNote, printResult } from '../print.ts'
import { runsTable, tableMetrics } from '../runs-table.ts'

interface CompareOptions {
  readonly baseline?: string
  readonly format: ExportFormat | 'table'
  readonly output?: string
}

export function addCompareCommand(program: Command): void {
  program
    .command('compare')
    .description('compare runs side by side, and export the comparison')
    .argument('[run...]', 'run ids, beginnings of ids, or names (default: all)')
    .option('--baseline <run>', 'the run that differences are taken to')
    .addOption(
      new Option('--format <format>', 'output format').choices(['table', ...ExportFormat.options]).default('table'),
    )
    .option('-o, --output <file>', 'write to this file; for several TREC runs, to this folder')
    .action(async (runs: string[], options: CompareOptions, command: Command) => {
      await withWorkspace(command, 'prefer-write', async (context) => {
        const format = context.json ? 'json' : options.format
        if (format === 'trec' && options.output !== undefined && (await countRuns(runs, context)) !== 1) {
          await writeTrecFolder(runs, options.output, context)
          return
        }
        const text = await render(runs, options.baseline, format, context)
        if (options.output === undefined) printResult(text)
        else {
          writeWholeFile(options.output, text)
          printNote(`Wrote ${options.output}.`)
        }
      })
    })
}

async function countRuns(runs: readonly string[], { client }: CommandContext): Promise<number> {
  return runs.length > 0 ? runs.length : (await client.experiments.runs({})).length
}

async function render(
  runs: string[],
  baseline: string | undefined,
  format: ExportFormat | 'table',
  { client }: CommandContext,
): Promise<string> {
  const base = baseline === undefined ? {} : { baseline }
  if (format === 'table') {
    return runsTable(await client.experiments.compare({ runs, ...base, metrics: [...tableMetrics] }))
  }
  let text = ''
  for await (const piece of await client.experiments.export({ runs, ...base, format })) text += piece
  return text
}

/** One file per run, named by its id. */
async function writeTrecFolder(references: readonly string[], folder: string, context: CommandContext): Promise<void> {
  const { client } = context
  const comparison = await client.experiments.compare({ runs: [...references], metrics: [] })
  orRefuse(folder, () => mkdirSync(folder, { recursive: true }))
  for (const { run } of comparison.runs) {
    writeWholeFile(join(folder, `${run.runId}.trec`), await render([run.runId], undefined, 'trec', context))
  }
  printNote(`Wrote ${comparison.runs.length} files to ${folder}.`)
}

/** Written beside the target and renamed, so that an old export is never half overwritten. */
function writeWholeFile(path: string, text: string): void {
  orRefuse(path, () => {
    writeFileSync(`${path}.partial`, text)
    renameSync(`${path}.partial`, path)
  })
}

/** Throws AppError INVALID_INPUT when a path that the user gave cannot be written. */
function orRefuse(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new AppError(
      'INVALID_INPUT',
      `${path} cannot be written (${reason}). Nothing was changed.`,
      { path },
      { cause: error },
    )
  }
}
