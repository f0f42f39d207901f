import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'
import type { Ended } from './support/rungs-cli.ts'

let cli: InProcessCli
let recipe: string

beforeAll(async () => {
  cli = new InProcessCli()
  recipe = cli.write('recipe.json', { chunking: { kind: 'none' }, search: { mode: 'fulltext', k: 5 } })
  for (const args of [
    ['import', makeBeir(join(cli.folder, 'split-in-two'), ['dev', 'train'])],
    ['import', makeBeir(join(cli.folder, 'other'))],
    ['run', recipe, '--eval', 'other'],
    ['run', recipe, '--eval', 'split-in-two', '--split', 'dev'],
  ]) {
    expect(await cli.run(args)).toMatchObject({ exitCode: 0 })
  }
})
afterAll(() => cli[Symbol.dispose]())

/** Every failure has an exit code, one sentence for people on standard error, and no result. */
async function expectFailure(args: readonly string[], exitCode: number, sentence: RegExp): Promise<void> {
  expectFailed(await cli.run(args), exitCode, sentence)
}

function expectFailed(ended: Pick<Ended, 'exitCode' | 'stdout' | 'stderr'>, exitCode: number, sentence: RegExp): void {
  expect(ended.stderr).toMatch(sentence)
  expect(ended.stderr, 'no stack').not.toMatch(/^ +at /m)
  expect(ended).toMatchObject({ exitCode, stdout: '' })
}

describe('a command that cannot be done', () => {
  test('a field that does not exist is named', async () => {
    await expectFailure(
      ['recipe', '--set', 'search.kk=3'],
      2,
      /search\.kk is not a field of search.*Nothing was started/,
    )
  })

  test('a wrong value is named with what is allowed', async () => {
    const path = cli.write('wrong.json', { search: { mode: 'semantic', k: 0 } })
    await expectFailure(
      ['run', path, '--eval', 'other'],
      2,
      /search\.mode must be one of fulltext, vector, hybrid, not "semantic".*search\.k must be at least 1, not 0/,
    )
  })

  test('a wrong sweep starts nothing', async () => {
    const path = cli.write('sweep.json', { base: {}, grid: { 'search.k': [5, -1] } })
    await expectFailure(
      ['sweep', path, '--eval', 'other'],
      2,
      /search\.k must be at least 1, not -1.*Nothing was started/,
    )
  })

  test('an eval set that does not exist comes with the list of those that do', async () => {
    await expectFailure(['run', recipe, '--eval', 'nothing'], 3, /There is no eval set "nothing".*split-in-two, other/)
  })

  test('several eval sets have to be told apart', async () => {
    await expectFailure(
      ['run', recipe],
      2,
      /Say which eval set to use with --eval: split-in-two, other\. Nothing was started/,
    )
  })

  test('several splits without one called test have to be told apart', async () => {
    await expectFailure(
      ['run', recipe, '--eval', 'split-in-two'],
      2,
      /several splits and none is called test: say which with --split: dev, train\. Nothing was started/,
    )
  })

  test('a split that does not exist comes with the list of those that do', async () => {
    await expectFailure(
      ['run', recipe, '--eval', 'other', '--split', 'dev'],
      3,
      /other has no split "dev"\. It has: test/,
    )
  })

  test('a run that does not exist', async () => {
    await expectFailure(['compare', 'zzzz'], 3, /There is no run "zzzz"/)
  })

  test('a TREC run of several runs', async () => {
    await expectFailure(['compare', '--format', 'trec'], 2, /A TREC run file holds one run, and 2 were asked for/)
  })

  test('an export to where nothing can be written', async () => {
    const blocked = join(cli.write('a-file', 'x'), 'below')
    await expectFailure(
      ['compare', '--format', 'csv', '-o', blocked],
      2,
      /cannot be written \(ENOTDIR\)\. Nothing was changed/,
    )
    await expectFailure(
      ['compare', '--format', 'trec', '-o', blocked],
      2,
      /cannot be written \(ENOTDIR\)\. Nothing was changed/,
    )
  })

  test('an export onto a folder, or into one that is not there, leaves nothing behind', async () => {
    const folder = join(cli.folder, 'a-folder')
    mkdirSync(folder)
    await expectFailure(['compare', '--format', 'csv', '-o', folder], 2, /EISDIR: it is a folder.*Nothing was changed/)
    const nowhere = join(cli.folder, 'not-there', 'x.csv')
    await expectFailure(['compare', '--format', 'csv', '-o', nowhere], 2, /its folder does not exist/)
    expect(readdirSync(cli.folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  test('two formats at once', async () => {
    await expectFailure(['compare', '--json', '--format', 'csv'], 2, /--json and --format csv ask for two formats/)
  })

  test('an import without a path, or with an empty name', async () => {
    await expectFailure(['import', '--map', 'query=question'], 2, /Say which files, folders or zips/)
    await expectFailure(['import', join(cli.folder, 'other'), '--name', ''], 2, /name must not be empty/)
    await expectFailure(['import', join(cli.folder, 'other'), '--name', 'two\nlines'], 2, /name must be one line/)
    const long = ['import', join(cli.folder, 'other'), '--name', 'x'.repeat(201)]
    await expectFailure(long, 2, /name must have at most 200 characters/)
  })

  test('a grid with an empty list, one value, or more combinations than anybody can want', async () => {
    const sweep = (grid: unknown) => cli.write('sweep.json', { eval: 'other', grid })
    await expectFailure(['sweep', sweep({ 'search.k': [] })], 2, /grid\.search\.k needs at least one value/)
    await expectFailure(
      ['sweep', sweep({ 'search.k': 5 })],
      2,
      /grid\.search\.k must be a list, such as \[1, 2\], not 5/,
    )
    await expectFailure(['sweep', sweep([])], 2, /grid must be an object/)
    const many = Array.from({ length: 200 }, (_, axis) => [`field${axis}`, Array.from({ length: 100 }, () => 1)])
    await expectFailure(['sweep', sweep(Object.fromEntries(many))], 2, /The grid has far too many combinations/)
  })

  test('a recipe file that is not there, or is not JSON', async () => {
    await expectFailure(
      ['run', join(cli.folder, 'gone.json')],
      3,
      /gone\.json cannot be read \(ENOENT\)\. Nothing was started/,
    )
    await expectFailure(
      ['run', cli.write('broken.json', '{"search": ')],
      2,
      /broken\.json is not JSON: .*Nothing was started/,
    )
  })

  test('a folder that is not there, or holds nothing to import', async () => {
    await expectFailure(['import', join(cli.folder, 'gone')], 3, /There is nothing at .*gone\. Nothing was imported/)
    const empty = join(cli.folder, 'empty')
    mkdirSync(empty)
    const noFiles = await cli.run(['import', empty])
    expect(noFiles).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('there are no files') })
    writeFileSync(join(empty, 'corpus.jsonl'), '')
    const noRows = await cli.run(['import', empty])
    expect(noRows).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('the files hold no rows') })
  })

  test('a workspace that is not there', async () => {
    const nowhere = join(cli.folder, 'nowhere')
    await expectFailure(
      ['runs', '--workspace', nowhere],
      3,
      /There is no workspace in .*nowhere yet\. Import a dataset/,
    )
    const sweep = cli.write('sweep.json', { base: {}, grid: {} })
    for (const command of [['run', recipe], ['sweep', sweep], ['resume']])
      await expectFailure([...command, '--workspace', nowhere], 3, /There is no workspace in .*nowhere yet/)
    expect(existsSync(nowhere)).toBe(false)
  })

  test('an unknown command', async () => {
    await expectFailure(['fly'], 2, /unknown command 'fly'/)
  })

  test('ends its process with the same code and words, whoever found the error', async () => {
    expectFailed(await cli.run(['fly']), 2, /unknown command 'fly'/)
    expectFailed(await cli.run(['compare', 'zzzz']), 3, /There is no run "zzzz"/)
  })

  test('nothing of all this left a job or a run', async () => {
    const json = async (command: string) => JSON.parse((await cli.run([command, '--json'])).stdout)
    expect(await json('runs')).toHaveLength(2)
    const jobs: { kind: string; status: string }[] = await json('jobs')
    expect(jobs.filter(({ kind, status }) => kind === 'sweep' && status !== 'finished')).toEqual([])
  })
})
