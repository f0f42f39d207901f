import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { ImportFormat, type ImportReport, MappedField } from '../../../shared/domain/dataset-import.ts'
import { withWorkspace } from '../command-context.ts'
import { importSummary } from '../import-summary.ts'
import { parseAssignments } from '../parse-assignments.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { watchJob } from '../watch-job.ts'

interface ImportOptions {
  readonly dryRun?: boolean
  readonly as?: ImportFormat
  readonly map?: readonly string[]
  readonly name?: string
  readonly corpus?: string
  readonly split?: string
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('import files, folders and zips: documents, questions, judgments, runs made elsewhere')
    .argument('[path...]', 'files, folders or zips')
    .option('--dry-run', 'say what would be imported; import nothing')
    .addOption(new Option('--as <format>', 'take the files as this format').choices(ImportFormat.options))
    .option('--map <field=column...>', `say which column holds a field (${MappedField.options.join(', ')})`)
    .option(
      '--name <name>',
      'name of the corpus and eval set (default: the name of the folder or file); for a TREC run, the eval set',
    )
    .option('--corpus <name>', 'the corpus that questions without documents belong to')
    .option('--split <name>', 'the split that a TREC run answers (default: the one that holds most of its queries)')
    .action(async (given: string[], options: ImportOptions, command: Command) => {
      const { paths, assignments } = separatePaths(given, options.map ?? [])
      const request = {
        paths: paths.map((path) => resolve(path)),
        mapping: parseMapping(assignments),
        dryRun: options.dryRun ?? false,
        ...(options.as && { as: options.as }),
        ...(options.name !== undefined && { name: options.name }),
        ...(options.corpus !== undefined && { corpus: options.corpus }),
        ...(options.split !== undefined && { split: options.split }),
      }
      await withWorkspace(command, 'write', async (context) => {
        const { client, json } = context
        const show = (report: ImportReport) => (json ? printJson(report) : printResult(importSummary(report)))
        if (request.dryRun) {
          show(await client.datasets.preview(request))
          return
        }
        const { jobId } = await client.datasets.import(request)
        const job = await watchJob(jobId, context)
        if (job.status === 'finished') {
          show(await client.datasets.importReport({ jobId }))
          return
        }
        const report = await client.datasets.importReport({ jobId }).catch(() => null)
        if (report) show(report)
        if (report && !json) printNote('')
        throw new AppError(job.errorCode ?? 'INVALID_INPUT', job.error ?? 'The import failed.')
      })
    })
}

/**
 * `--map query=q FOLDER` means the folder as a path though the option takes all that follows it: what comes after the
 * last FIELD=COLUMN and has no such form.
 */
function separatePaths(
  given: readonly string[],
  map: readonly string[],
): { paths: readonly string[]; assignments: readonly string[] } {
  const last = map.findLastIndex((value) => MappedField.safeParse(value.split('=')[0]).success)
  const swallowed = given.length === 0 && last >= 0 && map[last]!.includes('=') ? map.slice(last + 1) : []
  const paths = [...given, ...swallowed]
  if (paths.length === 0) {
    throw new AppError('INVALID_INPUT', 'Say which files, folders or zips to import. Nothing was imported.')
  }
  return { paths, assignments: map.slice(0, map.length - swallowed.length) }
}

function parseMapping(assignments: readonly string[]): Partial<Record<MappedField, string>> {
  const mapping: Partial<Record<MappedField, string>> = {}
  for (const [field, column] of parseAssignments(assignments, '--map')) {
    const known = MappedField.safeParse(field)
    if (!known.success) {
      throw new AppError(
        'INVALID_INPUT',
        `--map: "${field}" is not a field; fields are ${MappedField.options.join(', ')}. Nothing was imported.`,
      )
    }
    mapping[known.data] = column
  }
  return mapping
}
