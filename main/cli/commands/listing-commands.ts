import type { Command } from 'commander'
import { withWorkspace } from '../command-context.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { runsTable, tableMetrics } from '../runs-table.ts'

export function addListingCommands(program: Command): void {
  program
    .command('datasets')
    .description('list corpora and eval sets')
    .action(async (_options: unknown, command: Command) => {
      await withWorkspace(command, 'prefer-write', async ({ client, json }) => {
        const { corpora, evalSets } = await client.datasets.list()
        if (json) return printJson({ corpora, evalSets })
        for (const { corpusName, number, versionId, documents } of corpora) {
          printResult(`corpus    ${corpusName}  version ${number} (${versionId.slice(0, 12)})  ${documents} documents`)
        }
        for (const { name, splits, spans, staleSpans } of evalSets) {
          const parts = splits.map((split) => `${split.name} ${split.queries} (${split.judgedQueries} judged)`)
          const stale = staleSpans > 0 ? `, ${staleSpans} stale` : ''
          printResult(`eval set  ${name}  ${parts.join(', ')}  ${spans} gold spans${stale}`)
        }
      })
    })

  program
    .command('runs')
    .description('list runs with their main scores')
    .action(async (_options: unknown, command: Command) => {
      await withWorkspace(command, 'prefer-write', async ({ client, json }) => {
        if (json) return printJson(await client.experiments.runs({}))
        const comparison = await client.experiments.compare({ metrics: [...tableMetrics] })
        if (comparison.runs.length === 0) return printNote('There are no runs yet. Start one: `rungs run RECIPE.json`.')
        printResult(runsTable(comparison))
      })
    })
}
