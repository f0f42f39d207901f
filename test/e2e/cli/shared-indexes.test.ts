import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { countRows, indexTableFolders, readDatabase } from './support/stored-state.ts'

const dataset = fileURLToPath(new URL('../../../../shared/data/scifact-mini', import.meta.url))
const available = existsSync(dataset)

const cli = new InProcessCli()
afterAll(() => cli[Symbol.dispose]())

interface Plan {
  readonly recipes: unknown[]
  readonly indexes: number
  readonly newIndexes: number
}

describe.skipIf(!available)(`a sweep of 24 recipes${available ? '' : ' (skipped: ../shared is not here)'}`, () => {
  const grid = {
    'chunking.kind': ['none', 'fixed', 'recursive', 'sentence'],
    'embedding.variant': ['w384', 'w512'],
    'search.mode': ['fulltext', 'vector', 'hybrid'],
    'search.fusion.alpha': [0.3, 0.5],
  }
  const base = { chunking: { sizeTokens: 200, overlapTokens: 20 } }

  test('builds each distinct index once, and later sweeps use it', async () => {
    await cli.succeed(['import', dataset, '--name', 'scifact-mini'])
    const sweep = cli.write('sweep.json', { base, grid })
    // For each chunking: one full-text recipe, and for each embedder one vector recipe and two hybrid ones.
    const plan = await cli.json<Plan & { repeated: number }>(['sweep', sweep, '--plan'])
    expect(plan).toMatchObject({ indexes: 8, newIndexes: 8, repeated: 20 })
    expect(plan.recipes).toHaveLength(28)

    const without = cli.write('without.json', { base, grid: { ...grid, 'search.mode': ['vector', 'hybrid'] } })
    expect((await cli.json<Plan>(['sweep', without, '--plan'])).recipes).toHaveLength(24)
    const { runs } = await cli.json<Comparison>(['sweep', without])
    expect(runs).toHaveLength(24)
    expect(new Set(runs.map(({ run }) => run.provenance.indexId)).size).toBe(8)
    const builtOnce = () => {
      expect(indexTableFolders(cli.workspace)).toHaveLength(8)
      readDatabase(cli.workspace, (database) => {
        expect(countRows(database, 'indexes')).toBe(8)
        expect(countRows(database, 'chunk_sets')).toBe(4)
      })
    }
    builtOnce()

    // Full-text recipes search the tables that are there.
    expect(await cli.json<Plan>(['sweep', sweep, '--plan'])).toMatchObject({ indexes: 8, newIndexes: 0 })
    const fulltext = cli.write('fulltext.json', { base, grid: { ...grid, 'search.mode': ['fulltext'] } })
    expect((await cli.json<Comparison>(['sweep', fulltext])).runs).toHaveLength(4)
    builtOnce()
  }, 180_000)
})
