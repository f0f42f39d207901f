import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { ExportFormat } from '../../../shared/domain/export-format.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { type CommandContext, withWorkspace } from '../command-context.ts'
import { printNote, printResult } from '../print.ts'
import { runsTable, tableMetrics } from '../runs-table.ts'
import { verdictsTable } from '../verdicts-table.ts'
import { orRefuse, writeWholeFile } from '../write-whole-file.ts'

/** As many as one call takes. */
const runsAtOnce = 200

interface CompareOptions {
  readonly baseline?: string
  readonly format: ExportFormat | 'table' | 'tidy'
  readonly output?: string
}

export function addCompareCommand(program: Command): void {
  program
    .command('compare')
    .description('compare runs side by side, and export the comparison')
    .argument('[run...]', 'run ids, beginnings of ids, or names (default: all)')
    .option('--baseline <run>', 'the run that differences are taken to')
    .addOption(
      new Option('--format <format>', 'output format; tidy is short for csv-tidy')
        .choices(['table', 'tidy', ...ExportFormat.options])
        .default('table'),
    )
    .option('-o, --output <file>', 'write to this file; for several TREC runs, to this folder')
    .action(async (runs: string[], options: CompareOptions, command: Command) => {
      await withWorkspace(command, 'prefer-write', async (context) => {
        const format = formatOf(options, context)
        if (format === 'trec' && options.output !== undefined && (await countRuns(runs, context)) !== 1) {
          await writeTrecFolder(runs, options.output, context)
          return
        }
        refuseBinaryOnScreen(format, options.output)
        const content = await render(runs, options.baseline, format, context)
        if (options.output === undefined) printResult(content.toString())
        else {
          writeWholeFile(options.output, content)
          printNote(`Wrote ${options.output}.`)
        }
      })
    })
}

/** `--json` says the format, too. Throws AppError INVALID_INPUT when the two differ. */
function formatOf({ format }: CompareOptions, { json }: CommandContext): ExportFormat | 'table' {
  if (!json) return format === 'tidy' ? 'csv-tidy' : format
  if (format === 'table' || format === 'json') return 'json'
  throw new AppError('INVALID_INPUT', `--json and --format ${format} ask for two formats. Leave one of them out.`)
}

/** Throws AppError INVALID_INPUT: bytes on a screen are of no use, and can change how it behaves. */
function refuseBinaryOnScreen(format: ExportFormat | 'table', output: string | undefined): void {
  if (format === 'parquet' && output === undefined)
    throw new AppError('INVALID_INPUT', 'A Parquet file is not text. Say where to write it with -o FILE.')
}

async function countRuns(runs: readonly string[], { client }: CommandContext): Promise<number> {
  return runs.length > 0 ? runs.length : (await client.experiments.runs({})).length
}

async function render(
  runs: string[],
  baseline: string | undefined,
  format: ExportFormat | 'table',
  { client }: CommandContext,
): Promise<string | Buffer> {
  const base = baseline === undefined ? {} : { baseline }
  if (format === 'table') {
    const comparison = await client.experiments.compare({ runs, ...base, metrics: [...tableMetrics] })
    noteIncomparable(comparison)
    const tested = verdictsTable(comparison, await verdictsOf(comparison, client))
    return tested ? `${runsTable(comparison)}\n${tested}` : runsTable(comparison)
  }
  let text = ''
  for await (const piece of await client.experiments.export({ runs, ...base, format })) text += piece
  return format === 'parquet' ? Buffer.from(text, 'base64') : text
}

/** Of every run that the table shows, under its measures. */
async function verdictsOf(
  { baseline, runs, metrics }: Comparison,
  client: CommandContext['client'],
): Promise<Verdict[]> {
  if (baseline === null) return []
  const runIds = runs.map(({ run }) => run.runId).filter((runId) => runId !== baseline)
  const verdicts: Verdict[] = []
  for (let from = 0; from < runIds.length; from += runsAtOnce) {
    const asked = runIds.slice(from, from + runsAtOnce)
    verdicts.push(
      ...(await client.experiments.verdicts({ baseline, runIds: asked, metrics: metrics.map(({ name }) => name) })),
    )
  }
  return verdicts
}

/** A difference that is missing must not look like one that is zero. */
function noteIncomparable({ baseline, runs }: Comparison): void {
  const base = runs.find(({ run }) => run.runId === baseline)?.run
  if (!base) return
  const others = runs.filter(({ run }) => run.evalSetId !== base.evalSetId || run.split !== base.split)
  if (others.length === 0) return
  const ids = others.map(({ run }) => run.runId).join(', ')
  const place = `${base.evalSetName}/${base.split}`
  printNote(
    `No differences for ${ids}: they were run on other questions, or on another state of ${place}, than the baseline.`,
  )
}

/** One file per finished run, named by its id. */
async function writeTrecFolder(references: readonly string[], folder: string, context: CommandContext): Promise<void> {
  const { client } = context
  const comparison = await client.experiments.compare({ runs: [...references], metrics: [] })
  orRefuse(folder, () => mkdirSync(folder, { recursive: true }))
  const finished = comparison.runs.filter(({ run }) => run.status === 'finished')
  for (const { run } of finished) {
    writeWholeFile(join(folder, `${run.runId}.trec`), await render([run.runId], undefined, 'trec', context))
  }
  const left = comparison.runs.length - finished.length
  const leftOut = left > 0 ? ` Left out ${left} that ${left === 1 ? 'is' : 'are'} not finished.` : ''
  printNote(`Wrote ${finished.length} files to ${folder}.${leftOut}`)
}
