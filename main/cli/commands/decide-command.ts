import type { Command } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { DecisionEntries, type DecisionRecord } from '../../../shared/domain/decision.ts'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { withWorkspace } from '../command-context.ts'
import { parseAssignments } from '../parse-assignments.ts'
import { printJson, printNote, printResult } from '../print.ts'

interface DecideOptions {
  readonly answer?: string[]
  readonly override?: string[]
  readonly notes?: string
  readonly save?: boolean
  readonly restore?: string
  readonly history?: boolean
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
    .option('--restore <version>', 'save the entries of an earlier version anew')
    .option('--history', 'list the saved versions')
    .action(async (options: DecideOptions, command: Command) => {
      const writes = options.save === true || options.restore !== undefined
      await withWorkspace(command, writes ? 'write-existing' : 'prefer-write', async ({ client, json }) => {
        if (options.history) {
          const versions = await client.decisions.versions()
          if (json) return printJson(versions)
          for (const { number, savedAt } of versions) printResult(`version ${number}  ${savedAt}`)
          return
        }
        if (options.restore !== undefined) {
          const restored = await client.decisions.restore({ number: Number(options.restore) })
          return json ? printJson(restored) : printNote(`Saved as version ${restored.number}.`)
        }
        const { entries: before } = await client.decisions.draft()
        const entries = readEntries(before, options)
        if (options.save) {
          const saved = await client.decisions.save({ entries })
          if (json) return printJson(saved)
          printNote(`Saved as version ${saved.number}.`)
          return printResult(decisionMarkdown(saved.record))
        }
        const record = await client.decisions.draft({ entries })
        if (json) return printJson(record)
        printResult(decisionMarkdown(record))
      })
    })
}

function readEntries(before: DecisionEntries, options: DecideOptions): DecisionEntries {
  const answers = parseAssignments(options.answer ?? [], '--answer').map(([name, value]) => [
    name,
    name === 'goodExamples' ? Number(value) : value,
  ])
  const parsed = DecisionEntries.safeParse({
    answers: { ...before.answers, ...Object.fromEntries(answers) },
    overrides: { ...before.overrides, ...Object.fromEntries(parseAssignments(options.override ?? [], '--override')) },
    notes: options.notes ?? before.notes,
  })
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_INPUT', `Nothing was saved. ${describeIssues(parsed.error, 'The record').join('; ')}.`)
}

const boxes = { done: '[x]', overridden: '[x]', missing: '[ ]', entry: '[ ]', stale: '[ ]' } as const

/** The record as Markdown. */
function decisionMarkdown({ entries, framework, evidence, disagreement, checklist, ladder }: DecisionRecord): string {
  const list = (name: 'rag' | 'finetune') =>
    checklist
      .filter((item) => item.list === name)
      .map(({ id, label, state, evidence: shown, runIds }) => {
        const runs = runIds.length > 0 ? ` (${runIds.join(', ')})` : ''
        return `- ${boxes[state]} ${label}: ${state === 'stale' ? 'stale, ' : ''}${shown}${runs} \`${id}\``
      })
  return [
    `# ${ladder?.headline ?? 'Evidence missing: no run is finished yet'}`,
    ...(ladder?.detail ? ['', ladder.detail] : []),
    '',
    '## Recommendation',
    `- By your answers: ${framework ? rungLabel[framework.rung] : 'none yet; say what is missing with --answer missing=…'}`,
    ...(framework?.reasons ?? []).map((reason) => `  - ${reason}`),
    `- By the evidence: ${evidence ? rungLabel[evidence.rung] : 'none'}`,
    ...(disagreement ? [`- ${disagreement}`] : []),
    '',
    '## Steps',
    ...(ladder?.steps ?? []).map(({ sentence }) => `- ${sentence}`),
    '',
    '## RAG checklist',
    ...list('rag'),
    '',
    '## Fine-tuning checklist',
    ...list('finetune'),
    ...(entries.notes ? ['', '## Notes', entries.notes] : []),
  ].join('\n')
}
