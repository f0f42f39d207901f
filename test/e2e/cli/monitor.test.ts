import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MonitorState } from '../../../shared/domain/monitor.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { jsonl } from '../../support/parse-files.ts'
import { InProcessCli } from './support/in-process-cli.ts'

let server: OpenAiServer
let cli: InProcessCli
let said = 'about 7'

beforeAll(async () => {
  server = await OpenAiServer.start({ answer: () => said })
  cli = new InProcessCli()
  const folder = join(cli.folder, 'made')
  mkdirSync(join(folder, 'qrels'), { recursive: true })
  const questions = Array.from({ length: 24 }, (_, index) => `q${index}`)
  const files = {
    'corpus.jsonl': jsonl([{ _id: 'd', title: 'Numbers', text: 'Seven is a number.' }]),
    'queries.jsonl': jsonl(questions.map((id) => ({ _id: id, text: `How much is the ${id}?` }))),
    'answers.jsonl': jsonl(questions.map((id) => ({ _id: id, answers: ['about 7'] }))),
    'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...questions.map((id) => `${id}\td\t1`), ''].join('\n'),
  }
  for (const [name, content] of Object.entries(files)) cli.write(join('made', name), content)
  const provider = { kind: 'openai', baseUrl: server.baseUrl, api: 'chat', secretName: null }
  const recipe = cli.write('recipe.json', { rung: 'prompt', generation: { model: 'answerer', provider } })
  await cli.succeed(['import', folder, '--name', 'made'])
  await cli.succeed(['run', recipe])
})
afterAll(async () => {
  cli[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

/** Times on a machine that does other things, too, decide nothing here. */
const anyLatency = ['--latency-rise', '10000']
const statesIn = (stdout: string) => (JSON.parse(stdout) as unknown[]).map((state) => MonitorState.parse(state))

test('a run is pinned, replayed when it is due, and drift is exit code 16 with the figures on standard output', async () => {
  expect(await cli.run(['monitor', 'list'])).toMatchObject({ exitCode: 0, stdout: '' })
  const [run] = await cli.json<{ runId: string }[]>(['runs'])
  expect(await cli.run(['monitor', 'pin', run!.runId, '--every', '0'])).toMatchObject({ exitCode: 2, stdout: '' })
  expect(await cli.run(['monitor', 'pin', run!.runId, '--metric', 'ndcg@10'])).toMatchObject({ exitCode: 2 })
  await cli.succeed(['monitor', 'pin', run!.runId, '--name', 'Desk', ...anyLatency])

  const first = await cli.run(['monitor', 'run', '--json'])
  expect(first).toMatchObject({ exitCode: 0 })
  expect(statesIn(first.stdout).map(({ replays }) => replays.map(({ verdict }) => verdict))).toEqual([['ok']])
  expect(await cli.run(['monitor', 'run'])).toMatchObject({ exitCode: 0, stdout: '' })

  said = 'not found'
  const drifted = await cli.run(['monitor', 'run', 'Desk', '--json'])
  expect(drifted).toMatchObject({ exitCode: 16, stderr: expect.stringContaining('Drift: Desk.') })
  const [state] = statesIn(drifted.stdout)
  expect(state!.replays.at(-1)!.checks.find(({ kind }) => kind === 'refusals')).toMatchObject({
    state: 'drift',
    change: 1,
  })
  const listed = await cli.succeed(['monitor', 'list'])
  expect(listed).toMatch(/^Desk {2}drift, replayed /)
  expect(listed).toMatch(/refusals +drift {2}1\.000 {2}\+1\.000/)
})

test('what cannot be asked is exit code 14, whatever it had been before; an unknown monitor and workspace are 3', async () => {
  server.respond = () => ({ kind: 'status', status: 401, message: 'Incorrect API key provided.' })
  const failed = await cli.run(['monitor', 'run', 'Desk', 'Desk'])
  expect(failed).toMatchObject({ exitCode: 14, stderr: expect.stringContaining('Not replayed to the end: Desk (') })
  expect(await cli.run(['monitor', 'run', 'Nobody'])).toMatchObject({ exitCode: 3, stdout: '' })
  const nowhere = ['--workspace', join(cli.folder, 'nothing')]
  for (const args of [['run'], ['list']]) {
    expect(await cli.run(['monitor', ...args, ...nowhere])).toMatchObject({ exitCode: 3, stdout: '' })
  }
})
