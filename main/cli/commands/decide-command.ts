import { extname } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { DecisionEntries, DecisionFormat, type DecisionRecord } from '../../../shared/domain/decision.ts'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { withWorkspace } from '../command-context.ts'
import { decisionLines } from '../decision-lines.ts'
import { numberOf } from '../number-of.ts'
import { parseAssignments } from '../parse-assignments.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { writeWholeFile } from '../write-whole-file.ts'

interface DecideOptions {
  readonly answer?: string[]
  readonly override?: string[]
  readonly notes?: string
  readonly save?: boolean
  readonly restore?: string
  readonly history?: boolean
  readonly format?: DecisionFormat
  readonly output?: string
}

export function addDecideCommand(program: Command): void {
  program
    .command('decide')
    .description('recommend a rung by your answers and by the evidence, and keep the record')
    .option(
      '--answer <question=answer...>',
      'missing=knowledge|behaviour|both, changes=yearly|monthly|weekly, sources=no|nice|required, latency=under1s|under3s|noLimit, volume=prompt|documents|millions, goodExamples=NUMBER',
    )
    .option('--override <item=reason...>', 'count an item of the checklists as done, and say why')
    .option('--notes <text>', 'what else the record should say')
    .option('--save', 'save the record as a new version')
    .addOption(
      // Whatever else is asked for would be left undone.
      new Option('--restore <version>', 'save the entries of an earlier version anew').conflicts([
        'answer',
        'override',
        'notes',
        'save',
        'history',
        'format',
        'output',
      ]),
    )
    .addOption(
      new Option('--history', 'list the saved versions').conflicts([
        'answer',
        'override',
        'notes',
        'save',
        'format',
        'output',
      ]),
    )
    .addOption(
      new Option(
        '--format <format>',
        'write the record as a file holds it (default with -o: by its ending, else md)',
      ).choices(DecisionFormat.options),
    )
    .option('-o, --output <file>', 'write to this file')
    .action(async (options: DecideOptions, command: Command) => {
      const writes = options.save === true || options.restore !== undefined
      await withWorkspace(command, writes ? 'write-existing' : 'prefer-write', async ({ client, json }) => {
        if (options.history) {
          const versions = await client.decisions.versions()
          if (json) return printJson(versions)
          if (versions.length === 0) return printNote('No version is saved yet. `rungs decide --save` saves one.')
          for (const { number, savedAt } of versions) printResult(`version ${number}  ${savedAt}`)
          return
        }
        if (options.restore !== undefined) {
          const restored = await client.decisions.restore({ number: readVersion(options.restore) })
          return json ? printJson(restored) : printNote(`Saved as version ${restored.number}.`)
        }
        const { entries: before, checklist } = await client.decisions.draft()
        const entries = readEntries(before, options)
        refuseUnknownItems(entries, { before, checklist })
        const saved = options.save ? await client.decisions.save({ entries }) : null
        if (saved && !(json && options.output === undefined)) printNote(`Saved as version ${saved.number}.`)
        const format = formatOf(options, json)
        if (format !== null) {
          const which = saved ? { number: saved.number } : { entries }
          return write(await client.decisions.export({ format, ...which }), options.output)
        }
        if (json) return printJson(saved ?? (await client.decisions.draft({ entries })))
        printResult(decisionLines(await client.decisions.draft({ entries })))
      })
    })
}

/** Null where nothing asks for a file's text. */
function formatOf({ format, output }: DecideOptions, json: boolean): DecisionFormat | null {
  if (output === undefined) return json ? null : (format ?? null)
  if (format !== undefined) return format
  const ending = DecisionFormat.safeParse(extname(output).slice(1).toLowerCase())
  return json ? 'json' : ending.success ? ending.data : 'md'
}

function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AppError('INVALID_INPUT', `--restore: "${text}" is no version. \`rungs decide --history\` lists them.`)
}

async function write(pieces: AsyncIterable<string>, output: string | undefined): Promise<void> {
  let text = ''
  for await (const piece of pieces) text += piece
  if (output === undefined) return printResult(text.trimEnd())
  writeWholeFile(output, text)
  printNote(`Wrote ${output}.`)
}

/** Throws AppError INVALID_INPUT: a reason for what is no item would stand nowhere. */
function refuseUnknownItems(
  { overrides }: DecisionEntries,
  { before, checklist }: { before: DecisionEntries; checklist: DecisionRecord['checklist'] },
): void {
  const known = checklist.map(({ id }) => id)
  const unknown = Object.keys(overrides).find((id) => !known.includes(id) && !(id in before.overrides))
  if (unknown === undefined) return
  throw new AppError(
    'INVALID_INPUT',
    `Nothing was saved. --override: the checklists have no item "${unknown}". Take one of: ${known.join(', ')}.`,
  )
}

function readEntries(before: DecisionEntries, options: DecideOptions): DecisionEntries {
  const answers = parseAssignments(options.answer ?? [], '--answer').map(([name, value]) => [
    name,
    name === 'goodExamples' ? numberOf(value) : value,
  ])
  const parsed = DecisionEntries.safeParse({
    answers: { ...before.answers, ...Object.fromEntries(answers) },
    overrides: { ...before.overrides, ...Object.fromEntries(parseAssignments(options.override ?? [], '--override')) },
    notes: options.notes ?? before.notes,
  })
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_INPUT', `Nothing was saved. ${describeIssues(parsed.error, 'The record').join('; ')}.`)
}
