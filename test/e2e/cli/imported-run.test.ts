import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import type { ImportReport } from '../../../shared/domain/dataset-import.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'

test('a TREC run made elsewhere: imported, listed, compared with our own, exported again', async () => {
  using cli = new InProcessCli()
  await cli.succeed(['import', makeBeir(join(cli.folder, 'facts'))])
  const recipe = cli.write('recipe.json', { search: { mode: 'fulltext', k: 5 } })
  await cli.succeed(['run', recipe])
  const lines = [
    'q1 Q0 tides 1 9.5 theirs',
    'q1 Q0 bread 2 4 theirs',
    'q2 Q0 glass 1 3 theirs',
    'q2 Q0 bees 2 1 theirs',
  ]
  const file = cli.write('theirs.run', `${lines.join('\n')}\nq7 Q0 bees 1 1 theirs\nbroken line\n`)

  const summary = await cli.succeed(['import', file])
  expect(summary).toMatch(/theirs\.run \(trec-run, run, utf-8\): 4 of 6 accepted, 2 rejected/)
  expect(summary).toMatch(/run theirs \(\w+\) on facts\/test, 2 of 4 queries answered: new/)
  expect(summary).toContain('row 5: The query "q7" is not in facts/test.')
  const again = await cli.json<ImportReport>(['import', file])
  expect(again.runs).toMatchObject([{ name: 'theirs', isNew: false }])

  expect(await cli.succeed(['runs'])).toMatch(/theirs \(imported\)/)
  const { runs } = await cli.json<Comparison>(['compare'])
  expect(runs).toHaveLength(2)
  const theirs = runs.find(({ run }) => run.name === 'theirs')!
  expect(theirs.run).toMatchObject({ recipe: null, provenance: { origin: { kind: 'imported', tag: 'theirs' } } })
  // q1 at rank 1, q2 at rank 2, two queries without lines.
  expect(theirs.metrics.find(({ metric }) => metric === 'mrr')).toMatchObject({ value: 1.5 / 4, n: 4 })
  expect(await cli.succeed(['compare', 'theirs', '--format', 'trec'])).toBe(`${lines.join('\n')}\n`)
  const csv = await cli.succeed(['compare', '--format', 'csv'])
  expect(csv.split('\n').filter((line) => line.includes(',theirs,'))).toHaveLength(1)
}, 60_000)
