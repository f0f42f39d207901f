import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { PriceOverride, priceKey, priceOverridesName } from '../../../shared/domain/price-overrides.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeSpanDataset } from './support/make-span-dataset.ts'
import { readDatabase } from './support/stored-state.ts'

const questions = 120
const price = PriceOverride.parse({ inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 })

let server: OpenAiServer
let cli: InProcessCli
let run: Run
let recipe: string
let provider: object

beforeAll(async () => {
  server = await OpenAiServer.start({
    latencyMs: 5,
    answer: ({ jsonSchema }) =>
      jsonSchema === null ? 'about 7' : JSON.stringify({ reason: 'It is half right.', score: 0.5 }),
  })
  cli = new InProcessCli()
  const folder = join(cli.folder, 'made')
  makeSpanDataset(folder, { documents: 5, questions })
  await cli.succeed(['import', folder, '--name', 'made'])
  const store = openSqliteStore(join(cli.workspace, 'workspace.db'))
  const prices = ['answerer', 'judge'].map((model) => [priceKey({ baseUrl: server.baseUrl }, model), price])
  store.settings.set(priceOverridesName, Object.fromEntries(prices))
  store.close()
  provider = { kind: 'openai', baseUrl: server.baseUrl, api: 'chat', secretName: null }
  recipe = cli.write('recipe.json', { rung: 'prompt', generation: { model: 'answerer', provider } })
})
afterAll(async () => {
  cli?.[Symbol.dispose]()
  await server?.[Symbol.asyncDispose]()
})

describe('a pilot, a run and its scoring again', () => {
  test('a pilot asks 20 questions for at most what it may cost, and says what all will cost', async () => {
    const { stdout, exitCode } = await cli.run(['run', recipe, '--pilot', '1', '--json'])
    expect(exitCode).toBe(0)
    const { pilot, forecast } = JSON.parse(stdout)
    expect(pilot).toMatchObject({ answered: 20, failed: 0 })
    expect(pilot.spentUsd).toBeGreaterThan(0)
    expect(pilot.spentUsd).toBeLessThan(1)
    expect(forecast).toBeTruthy()
    expect(server.charged).toHaveLength(20)
  })

  test('the run asks only what the pilot did not', async () => {
    expect((await cli.run(['run', recipe])).exitCode).toBe(0)
    ;[run] = (await cli.json<Run[]>(['runs'])) as [Run]
    expect(run).toMatchObject({ status: 'finished', error: null })
    expect(server.charged).toHaveLength(questions)
  })

  test('killed in the middle of the judging and resumed, it asks for nothing again whose reply it had', async () => {
    const evaluators = cli.write('evaluators.json', {
      evaluators: [
        { kind: 'regex', pattern: '7' },
        { kind: 'judge', rubric: 'Be strict.', model: 'judge', provider },
      ],
    })
    const before = server.requests.length
    const running = cli.start(['rescore', run.runId, '--evaluators', evaluators])
    server.onRequest = ({ number }) => {
      if (number === before + 40) running.kill('SIGKILL')
    }
    expect((await running.ended).signal).toBe('SIGKILL')
    server.onRequest = () => {}
    const confirmed = judged('confirmed')
    expect(confirmed).toBeGreaterThan(0)
    const dead = server.requests.length
    expect((await cli.run(['resume'])).exitCode).toBe(0)
    expect(server.requests.length - dead).toBe(questions - confirmed)
    expect(judged('confirmed')).toBe(questions)

    const { runs } = await cli.json<{ runs: { metrics: { metric: string; value: number; n: number }[] }[] }>([
      'compare',
      run.runId,
      '--format',
      'json',
    ])
    const metrics = new Map(runs[0]!.metrics.map(({ metric, ...figure }) => [metric.replace(/#.*/u, ''), figure]))
    expect(metrics.get('judge.quality')).toMatchObject({ value: 0.5, n: questions })
    expect(metrics.get('regex.regex')).toMatchObject({ value: 1, n: questions })
  })
})

/** Calls of the judge that stand so in the ledger. */
function judged(state: string): number {
  return readDatabase(cli.workspace, (database) => {
    const { n } = database
      .prepare("SELECT count(*) AS n FROM calls WHERE stage = 'judge' AND state = ?")
      .get(state) as { n: number }
    return n
  })
}
