import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import type { PreflightReport } from '../../../../shared/domain/preflight.ts'
import { withWorkspace } from '../../command-context.ts'
import { count } from '../../count.ts'
import { printJson, printResult } from '../../print.ts'

const listedRows = 10

export function addPreflightCommand(group: Command): void {
  group
    .command('preflight')
    .description('check training files, or a training set of the workspace, before money is spent on them')
    .argument('<path...>', 'files or folders of training rows; nothing is stored')
    .option('--set', 'the path is the name of a training set in the workspace')
    .option('--max-tokens <n>', 'longest row that the trainer takes, in tokens (default: 2048)')
    .action(async (paths: string[], options: { set?: boolean; maxTokens?: string }, own: Command) => {
      const settings = options.maxTokens === undefined ? {} : { maxTokens: wholeNumber(options.maxTokens) }
      await withWorkspace(own, options.set ? 'prefer-write' : 'write', async ({ client, json }) => {
        if (options.set) {
          const { set } = await client.trainingSets.get({ reference: paths.join(' ') })
          const report = await client.trainingSets.preflight({ versionId: set.current.versionId, settings })
          return json ? printJson({ versionId: set.current.versionId, report }) : printResult(wordsOf(report))
        }
        const request = { paths: paths.map((path) => resolve(path)), mapping: {}, dryRun: true }
        const checked = await client.trainingSets.preflightFiles({ request, settings })
        if (json) return printJson(checked)
        const refused = checked.rejections.map(
          ({ path, row, reason }) => `Not read: ${path}${row === null ? '' : `, row ${row}`}: ${reason}`,
        )
        printResult([wordsOf(checked.report), ...refused].join('\n'))
      })
    })
}

function wordsOf({ rows, trainTokens, longestTokens, findings }: PreflightReport): string {
  const lines = [
    `${count(rows, 'row')}, ${trainTokens.toLocaleString('en-US')} tokens to train on (o200k_base), longest row ${longestTokens.toLocaleString('en-US')}`,
  ]
  for (const finding of findings) {
    lines.push('', `${finding.severity}: ${finding.sentence}`)
    for (const { position, split, reason } of finding.rows.slice(0, listedRows))
      lines.push(`  row ${position + 1}${split === null ? '' : ` (${split})`}: ${reason}`)
    if (finding.rows.length > listedRows)
      lines.push(`  … and ${finding.rows.length - listedRows} more; --json lists all`)
  }
  if (findings.length === 0) lines.push('Nothing was found.')
  return lines.join('\n')
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 64) return value
  throw new AppError('INVALID_INPUT', `--max-tokens must be a whole number from 64, not "${text}".`)
}
