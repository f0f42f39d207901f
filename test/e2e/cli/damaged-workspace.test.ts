import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'

let cli: InProcessCli
let recipe: string

beforeEach(async () => {
  cli = new InProcessCli()
  recipe = cli.write('recipe.json', { search: { mode: 'vector', k: 5 } })
  await cli.succeed(['import', makeBeir(join(cli.folder, 'small'))])
})
afterEach(() => cli[Symbol.dispose]())

/** Runs the recipe. @returns its scores without what was timed. */
async function scores(): Promise<unknown> {
  const { runs } = await cli.json<Comparison>(['run', recipe])
  const [run] = runs
  expect(run?.run.status).toBe('finished')
  return run!.metrics.filter(({ metric }) => !/^(latencyMs|index)\./.test(metric))
}

describe('a workspace that lost a part of itself', () => {
  test('index tables that were removed are built again, with the same scores', async () => {
    const before = await scores()
    rmSync(join(cli.workspace, 'vectors'), { recursive: true })
    const plan = cli.write('sweep.json', { base: { search: { mode: 'vector', k: 5 } } })
    expect(await cli.succeed(['sweep', plan, '--plan'])).toContain('1 index, 1 to build')
    expect(await scores()).toEqual(before)
    expect(await cli.succeed(['sweep', plan, '--plan'])).toContain('1 index, 0 to build')
  })

  test('a fitted model that was cut short is fitted again, with the same scores', async () => {
    const before = await scores()
    const [model] = readdirSync(join(cli.workspace, 'derived'))
    truncateSync(join(cli.workspace, 'derived', model!), 100)
    expect(await scores()).toEqual(before)
  })

  test('a damaged index table is named, and once removed it is built again', async () => {
    const before = await scores()
    const table = join(
      cli.workspace,
      'vectors',
      readdirSync(join(cli.workspace, 'vectors')).find((name) => name.endsWith('.lance'))!,
    )
    for (const name of readdirSync(join(table, 'data'))) truncateSync(join(table, 'data', name), 50)
    const failed = await cli.run(['run', recipe])
    expect(failed.exitCode).toBe(12)
    expect(failed.stderr).toContain(`remove ${table} and run \`rungs resume\``)
    rmSync(table, { recursive: true })
    await cli.succeed(['resume'])
    expect(await scores()).toEqual(before)
  })

  test('an empty database beside indexes is not taken for a new workspace', async () => {
    await scores()
    const path = join(cli.workspace, 'workspace.db')
    const tables = readdirSync(join(cli.workspace, 'vectors'))
    for (const name of readdirSync(cli.workspace))
      if (name.startsWith('workspace.db-')) rmSync(join(cli.workspace, name))
    writeFileSync(path, '')
    for (const args of [['runs'], ['run', recipe]]) {
      const { exitCode, stderr } = await cli.run(args)
      expect(stderr).toMatch(/workspace\.db is empty, though there are indexes beside it.*Nothing was changed/)
      expect(exitCode).toBe(6)
    }
    expect(readFileSync(path)).toHaveLength(0)
    expect(readdirSync(join(cli.workspace, 'vectors'))).toEqual(tables)
  })

  test('a database that is damaged inside is refused in a sentence', async () => {
    const path = join(cli.workspace, 'workspace.db')
    const database = new DatabaseSync(path)
    const { page } = database.prepare("SELECT rootpage AS page FROM sqlite_master WHERE name = 'jobs'").get() as {
      page: number
    }
    const { size } = database.prepare('SELECT page_size AS size FROM pragma_page_size').get() as { size: number }
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    writeFileSync(path, readFileSync(path).fill(0xa5, (page - 1) * size, page * size))
    const ended = await cli.run(['jobs'])
    expect(ended.stderr).toMatch(/workspace\.db is damaged/)
    expect(ended.stderr).not.toMatch(/^ +at /m)
    expect(ended.exitCode).toBe(6)
  })
})

describe('a workspace that cannot be written', () => {
  // Permissions do not stop an administrator; a folder in the place of the lock stops everybody.
  test('is read all the same, and writing is refused in a sentence', async () => {
    await scores()
    rmSync(join(cli.workspace, 'workspace.lock'))
    mkdirSync(join(cli.workspace, 'workspace.lock'))
    expect(await cli.json(['runs'])).toHaveLength(1)
    expect(await cli.succeed(['compare', '--format', 'csv-tidy'])).toContain('ndcg@5')
    const { exitCode, stderr } = await cli.run(['run', recipe])
    expect(stderr).toMatch(/cannot be locked for writing: .*workspace\.lock.*Nothing was changed/)
    expect(exitCode).toBe(6)
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'because its folder is read-only: it is read all the same (skipped for administrators and on Windows)',
    async () => {
      await scores()
      rmSync(join(cli.workspace, 'workspace.lock'))
      chmodSync(cli.workspace, 0o555)
      try {
        expect(await cli.json(['runs'])).toHaveLength(1)
      } finally {
        chmodSync(cli.workspace, 0o755)
      }
    },
  )
})
