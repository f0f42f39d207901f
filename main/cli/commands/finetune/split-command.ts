import type { Command } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { withWorkspace } from '../../command-context.ts'
import { count } from '../../count.ts'
import { printJson, printResult } from '../../print.ts'

export function addSplitCommand(group: Command): void {
  group
    .command('split')
    .description(
      'freeze a training set into train, validation and test (80/10/10), and make the eval set of these splits',
    )
    .argument('<set>', 'name of a training set in the workspace')
    .option('--seed <n>', 'seed of the split (default: 0)')
    .option('--by-group', 'keep rows of one group together, by the column that was imported as group')
    .option('--keep-given', 'rows that came with a split keep it')
    .action(async (name: string, options: { seed?: string; byGroup?: boolean; keepGiven?: boolean }, own: Command) => {
      const split = {
        seed: wholeNumber(options.seed ?? '0'),
        shares: { train: 0.8, validation: 0.1, test: 0.1 },
        groupBy: options.byGroup ? ('group' as const) : ('input' as const),
        keepsGiven: options.keepGiven ?? false,
      }
      await withWorkspace(own, 'write-existing', async ({ client, json }) => {
        const { set } = await client.trainingSets.get({ reference: name })
        const version = await client.trainingSets.freeze({ versionId: set.current.versionId, split })
        const { evalSet, systemPrompt } = await client.trainingSets.makeEvalSet({ versionId: version.versionId })
        if (json) return printJson({ version, evalSet, systemPrompt })
        const { train, validation, test } = version.counts
        printResult(
          [
            `${set.name}, version ${version.number}: ${count(train, 'row')} to train on, ${validation} for validation, ${test} for the test`,
            `Measure the un-tuned model first, on the eval set "${evalSet.name}", split test.`,
          ].join('\n'),
        )
      })
    })
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value)) return value
  throw new AppError('INVALID_INPUT', `--seed must be a whole number, not "${text}". Nothing was changed.`)
}
