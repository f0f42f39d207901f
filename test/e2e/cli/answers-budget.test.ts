import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import { PriceOverride, priceKey, priceOverridesName } from '../../../shared/domain/price-overrides.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { rateLimited } from '../../support/openai-server/behaviour.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeSpanDataset } from './support/make-span-dataset.ts'
import type { Ended } from './support/rungs-cli.ts'
import { countRows, filesHolding, readDatabase } from './support/stored-state.ts'

const key = 'sk-distinctive-9f3kq7-not-to-be-seen'
const questions = 300
const model = 'paid-model'
const price = PriceOverride.parse({ inputUsdPerMillionTokens: 50, outputUsdPerMillionTokens: 100 })
const perToken = { ...price, cachedInputUsdPerMillionTokens: price.inputUsdPerMillionTokens, source: 'test' }

let server: OpenAiServer
let cli: InProcessCli
let capped: Ended
let chargedUnderCap: number
let stateUnderCap: { answers: number; committedUsd: number }
let resumed: Ended
const env = { OPENAI_API_KEY: key }

const recipe = (of = model) => ({
  rung: 'prompt',
  generation: { model: of, provider: { kind: 'openai', baseUrl: server.baseUrl, api: 'chat' }, maxOutputTokens: 60 },
})

beforeAll(async () => {
  server = await OpenAiServer.start({ apiKey: key, latencyMs: 5 })
  // The first request for one question in ten fails, in each of the ways in which providers do; what is cut was charged.
  // By question and not by number: in what order requests arrive must not decide whether one fails twice.
  const asked = new Set<string>()
  server.respond = ({ question }) => {
    const text = JSON.stringify(question?.messages)
    if (asked.has(text)) return { kind: 'answer' }
    asked.add(text)
    switch (asked.size % 40) {
      case 7:
        return rateLimited()
      case 17:
        return { kind: 'cut', at: 'body' }
      case 27:
        return { kind: 'status', status: 503 }
      case 37:
        return { kind: 'malformed' }
      default:
        return { kind: 'answer' }
    }
  }
  cli = new InProcessCli()
  const folder = join(cli.folder, 'made')
  makeSpanDataset(folder, { documents: 10, questions })
  await cli.succeed(['import', folder, '--name', 'made'])
  const store = openSqliteStore(join(cli.workspace, 'workspace.db'))
  store.settings.set(priceOverridesName, { [priceKey({ baseUrl: server.baseUrl }, model)]: price })
  store.close()
  capped = await cli.run(['run', cli.write('recipe.json', recipe()), '--cap-run', '1'], { env })
  chargedUnderCap = chargedUsd()
  stateUnderCap = readDatabase(cli.workspace, (database) => ({
    answers: countRows(database, 'answers'),
    committedUsd: (
      database
        .prepare(
          "SELECT total(CASE state WHEN 'confirmed' THEN cost_usd ELSE reserved_usd END) AS usd FROM calls WHERE state <> 'free'",
        )
        .get() as { usd: number }
    ).usd,
  }))
  resumed = await cli.run(['resume', '--cap-run', '20'], { env })
}, 240_000)

afterAll(async () => {
  cli?.[Symbol.dispose]()
  await server?.[Symbol.asyncDispose]()
})

describe('a cap of 1.00 USD on a run whose provider fails now and then', () => {
  test('is never passed, with what is unconfirmed at its worst case', () => {
    expect(stateUnderCap.committedUsd).toBeGreaterThan(0.8)
    expect(stateUnderCap.committedUsd).toBeLessThanOrEqual(1 + 1e-9)
    expect(chargedUnderCap).toBeLessThanOrEqual(1 + 1e-9)
  })

  test('stops the run with a sentence and keeps what it has', () => {
    expect(capped.exitCode).toBe(15)
    expect(capped.stderr).toMatch(/The cap of \$1\.00 for this run is reached: .* Raise the cap and resume\./)
    expect(stateUnderCap.answers).toBeGreaterThan(20)
    expect(stateUnderCap.answers).toBeLessThan(questions)
  })

  test('can be raised, and the run goes on to its end', async () => {
    expect(resumed.exitCode, resumed.stderr).toBe(0)
    const [run] = await cli.json<Run[]>(['runs'])
    expect(run).toMatchObject({ status: 'finished', error: null })
    expect(readDatabase(cli.workspace, (database) => countRows(database, 'answers'))).toBe(questions)
  })
})

test('no capped run starts while a price in it is not known', async () => {
  const asked = server.requests.length
  const unpriced = recipe('unpriced')
  unpriced.generation.provider.baseUrl = 'https://models.example.com/v1'
  const { exitCode, stderr } = await cli.run(['run', cli.write('unpriced.json', unpriced), '--cap-run', '1'], { env })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('the price of unpriced is not known')
  expect(stderr).toContain('Nothing was started')
  expect(server.requests).toHaveLength(asked)
})

test('the key is in nothing that was printed, stored or exported, even where the provider repeats it', async () => {
  // The server repeats a wrong key in its refusal, as OpenAI does.
  const wrong = `${key}-wrong`
  const other = { ...recipe(), prompt: { notFound: 'unknown' } }
  const refused = await cli.run(['run', cli.write('refused.json', other)], { env: { OPENAI_API_KEY: wrong } })
  expect(refused.exitCode).toBe(9)
  const printed = [capped, resumed, refused].map(({ stdout, stderr }) => stdout + stderr)
  for (const format of ['csv', 'csv-tidy', 'json', 'md']) {
    printed.push(await cli.succeed(['compare', '--format', format], { env }))
  }
  printed.push(await cli.succeed(['jobs', '--json'], { env }), await cli.succeed(['runs', '--json'], { env }))
  for (const text of printed) expect(text).not.toContain(key)
  const found = filesHolding(cli.workspace, key)
  expect(found).toEqual([])
})

function chargedUsd(): number {
  return server.charged.reduce((sum, { usage }) => sum + costOfUsage(usage, perToken), 0)
}
