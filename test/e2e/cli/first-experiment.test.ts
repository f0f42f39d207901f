import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Comparison } from '../../../shared/domain/comparison.ts'
import { ImportReport } from '../../../shared/domain/dataset-import.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'
import type { Ended } from './support/rungs-cli.ts'

let cli: InProcessCli
let dataset: string
let recipePath: string
/** What the commands of the first experiment printed. */
const printed = { import: '', run: '', progress: '' }
let comparison: Comparison

const metrics = new Map<string, number | null>()

beforeAll(async () => {
  cli = new InProcessCli()
  dataset = makeBeir(join(cli.folder, 'little'))
  recipePath = cli.write(
    'recipe.json',
    (await runInItsOwn(['recipe', '--set', 'chunking.kind=none', 'search.k=10'])).stdout,
  )
  printed.import = (await runInItsOwn(['import', dataset])).stdout
  const run = await runInItsOwn(['run', recipePath])
  printed.run = run.stdout
  printed.progress = run.stderr
  comparison = Comparison.parse(JSON.parse((await runInItsOwn(['compare', '--json'])).stdout))
  for (const { metric, value } of comparison.runs[0]!.metrics) metrics.set(metric, value)
})
afterAll(() => cli[Symbol.dispose]())

/** What the user does is done in processes; what is printed of it afterwards in this one. */
async function runInItsOwn(args: readonly string[], input?: string, user = cli): Promise<Ended> {
  const ended = await user.start(args, input === undefined ? {} : { input }).ended
  expect(ended.exitCode, ended.stderr).toBe(0)
  return ended
}

describe('a first experiment', () => {
  test('begins with a complete recipe', () => {
    const recipe: unknown = JSON.parse(readFileSync(recipePath, 'utf8'))
    expect(recipe).toEqual(Recipe.parse({ chunking: { kind: 'none' }, search: { k: 10 } }))
  })

  test('imports with every count', () => {
    expect(printed.import).toMatch(/^little\n/)
    expect(printed.import).toContain('documents 6 · queries 4 · judgments 5 · gold spans 0')
    expect(printed.import).toMatch(/corpus little, version 1 \([0-9a-f]{12}\), 6 documents: new/)
    expect(printed.import).toContain('eval set little: splits test (4 queries, 4 with relevant documents)')
  })

  test('shows its scores on standard output and its progress elsewhere', () => {
    const [header, row] = printed.run.split('\n')
    expect(header).toMatch(/^run +recipe +eval set +n +ndcg@10/)
    expect(row).toContain('little/test')
    expect(row).toContain(metrics.get('ndcg@10')!.toFixed(4))
    expect(printed.progress).toContain('1 recipe on little/test: 4 queries')
    expect(printed.progress).toContain('finished')
  })

  test('finds what six documents must give', () => {
    expect(comparison.runs).toHaveLength(1)
    expect(comparison.runs[0]!.run).toMatchObject({ status: 'finished', queries: 4, answeredQueries: 4, split: 'test' })
    expect(metrics.get('recall@10')).toBe(1)
    expect(metrics.get('ndcg@10')).toBeGreaterThan(0.8)
    // Of each ranking's 10 places, 5 judged documents in 4 queries can fill: (2 + 1 + 1 + 1) / 4 / 10.
    expect(metrics.get('precision@10')).toBeCloseTo(0.125, 12)
    expect(metrics.has('ndcg@100')).toBe(false)
  })
})

describe('compare', () => {
  test('csv: one row per run with the figures in full precision', async () => {
    const rows = parse(await cli.succeed(['compare', '--format', 'csv']), { columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      run: comparison.runs[0]!.run.runId,
      'chunking.kind': 'none',
      'search.k': '10',
      split: 'test',
    })
    for (const [metric, value] of metrics) expect(Number(rows[0]![metric]), metric).toBe(value)
  })

  test('csv-tidy: one row per run and measure', async () => {
    const rows = parse(await cli.succeed(['compare', '--format', 'csv-tidy']), { columns: true }) as Record<
      string,
      string
    >[]
    expect(new Map(rows.map(({ metric, value }) => [metric, value === '' ? null : Number(value)]))).toEqual(metrics)
    for (const { ciLow, ciHigh, metric, value, n } of rows) {
      if (ciLow === '') continue
      expect(Number(ciLow), metric).toBeLessThanOrEqual(Number(value))
      expect(Number(ciHigh), metric).toBeGreaterThanOrEqual(Number(value))
      expect(Number(n), metric).toBeGreaterThan(0)
    }
  })

  test('json: the contract, also by --format', async () => {
    const parsed = Comparison.parse(JSON.parse(await cli.succeed(['compare', '--format', 'json'])))
    expect(parsed).toEqual(comparison)
  })

  test('md: a table with a column for each measure', async () => {
    const lines = (await cli.succeed(['compare', '--format', 'md'])).trimEnd().split('\n')
    const cells = (line: string) => line.replace(/^\| | \|$/g, '').split(' | ')
    expect(lines).toHaveLength(3)
    const [header, , row] = lines.map(cells)
    expect(header).toEqual(['run', 'recipe', 'eval set', ...comparison.metrics.map(({ name }) => name)])
    expect(row![header!.indexOf('ndcg@10')]).toContain(metrics.get('ndcg@10')!.toFixed(3))
  })

  test('trec: rankings that any scorer reads', async () => {
    const lines = (await cli.succeed(['compare', '--format', 'trec'])).trimEnd().split('\n')
    const ranked = lines.map((line) => {
      const [query, q0, document, rank, score, tag] = line.split(' ')
      return { query: query!, q0, document: document!, rank: Number(rank), score: Number(score), tag }
    })
    expect([...new Set(ranked.map(({ query }) => query))]).toEqual(['q1', 'q2', 'q3', 'q4'])
    for (const query of ['q1', 'q2', 'q3', 'q4']) {
      const own = ranked.filter((row) => row.query === query)
      expect(own.map(({ rank }) => rank)).toEqual(own.map((_, index) => index + 1))
      expect(own.map(({ score }) => score)).toEqual(own.map(({ score }) => score).sort((a, b) => b - a))
      expect(new Set(own.map(({ document }) => document)).size).toBe(own.length)
    }
    expect(ranked.every(({ q0, tag }) => q0 === 'Q0' && tag === ranked[0]!.tag)).toBe(true)
    expect(ranked.find(({ query, rank }) => query === 'q3' && rank === 1)?.document).toBe('glass')
  })

  test('-o writes the same text to a file and nothing to standard output', async () => {
    const path = join(cli.folder, 'out.csv')
    expect(await cli.succeed(['compare', '--format', 'csv', '-o', path])).toBe('')
    expect(readFileSync(path, 'utf8')).toBe(await cli.succeed(['compare', '--format', 'csv']))
  })
})

describe('--json', () => {
  test('gives one JSON text and nothing else, whatever the command', async () => {
    using fresh = new InProcessCli()
    const ofItsOwn = async (args: readonly string[]) =>
      JSON.parse((await runInItsOwn([...args, '--json'], undefined, fresh)).stdout) as unknown
    const sweep = fresh.write('sweep.json', {
      base: { chunking: { kind: 'none' }, search: { mode: 'fulltext', k: 5 } },
      grid: { 'search.mode': ['fulltext', 'vector'] },
    })
    const folder = makeBeir(join(fresh.folder, 'little'))
    expect(Recipe.parse(await fresh.json(['recipe']))).toEqual(Recipe.parse({}))
    expect(ImportReport.parse(await fresh.json(['import', folder, '--dry-run']))).toMatchObject({
      dryRun: true,
      documents: 6,
    })
    expect(await fresh.json(['datasets'])).toEqual({ corpora: [], evalSets: [] })
    expect(ImportReport.parse(await ofItsOwn(['import', folder]))).toMatchObject({ dryRun: false, documents: 6 })
    expect(await fresh.json(['datasets'])).toMatchObject({
      corpora: [{ corpusName: 'little', documents: 6 }],
      evalSets: [{ name: 'little', splits: [{ name: 'test', queries: 4 }] }],
    })
    expect(await fresh.json(['runs'])).toEqual([])
    expect(await fresh.json(['sweep', sweep, '--plan'])).toMatchObject({ indexes: 1, newIndexes: 1, repeated: 0 })
    expect(Comparison.parse(await ofItsOwn(['sweep', sweep])).runs).toHaveLength(2)
    const recipe = fresh.write('recipe.json', { chunking: { kind: 'none' }, search: { mode: 'fulltext', k: 5 } })
    expect(Comparison.parse(await fresh.json(['run', recipe])).runs).toHaveLength(1)
    expect(await fresh.json(['runs'])).toHaveLength(3)
    expect(await fresh.json(['jobs'])).toMatchObject([{ kind: 'import' }, { kind: 'sweep' }, { kind: 'sweep' }])
    expect(Comparison.parse(await fresh.json(['compare'])).runs).toHaveLength(3)
    expect(await fresh.json(['resume'])).toEqual([])
  }, 120_000)

  test('standard input takes a recipe', async () => {
    const { stdout } = await runInItsOwn(
      ['recipe', '-', '--set', 'search.k=7', '--json'],
      '{"chunking": {"kind": "sentence"}}',
    )
    expect(JSON.parse(stdout)).toEqual(Recipe.parse({ chunking: { kind: 'sentence' }, search: { k: 7 } }))
  })
})
