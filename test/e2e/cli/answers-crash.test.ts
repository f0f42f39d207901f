import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import { PriceOverride, priceKey, priceOverridesName } from '../../../shared/domain/price-overrides.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { killMomentVariable } from './support/kill-switch.ts'
import { makeSpanDataset } from './support/make-span-dataset.ts'
import { countRows, readDatabase } from './support/stored-state.ts'

const questions = 500
const model = 'bench-model'
const price = PriceOverride.parse({ inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 })
const random = createRandom(20260102)
const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1))

/** A statement of the run, or so many requests after its start. */
type KillPoint = { readonly statement: string; readonly occurrence: number; readonly when: 'before' | 'after' } | number

const kills: readonly KillPoint[] = [
  1,
  { statement: 'INTO calls', occurrence: between(2, 15), when: 'before' },
  { statement: 'INTO calls', occurrence: between(2, 15), when: 'after' },
  { statement: 'UPDATE calls', occurrence: between(2, 20), when: 'before' },
  { statement: 'UPDATE calls', occurrence: between(2, 20), when: 'after' },
  { statement: 'INTO call_replies', occurrence: between(2, 20), when: 'before' },
  { statement: 'INTO call_replies', occurrence: between(2, 20), when: 'after' },
  { statement: 'INTO answers', occurrence: between(2, 20), when: 'before' },
  { statement: 'INTO answers', occurrence: between(2, 20), when: 'after' },
  ...Array.from({ length: 11 }, () => between(3, 25)),
]

interface Confirmed {
  readonly queryIds: ReadonlySet<string>
  /** Requests that the server had seen when the process was dead. */
  readonly requests: number
}

let server: OpenAiServer
let cli: InProcessCli
const states: Confirmed[] = []

beforeAll(async () => {
  server = await OpenAiServer.start({ latencyMs: 10, answer: ({ messages }) => questionIn(messages).slice(0, 20) })
  cli = new InProcessCli()
  const folder = join(cli.folder, 'made')
  makeSpanDataset(folder, { documents: 10, questions })
  await cli.succeed(['import', folder, '--name', 'made'])
  // Servers on this machine are free unless somebody says otherwise.
  const store = openSqliteStore(join(cli.workspace, 'workspace.db'))
  store.settings.set(priceOverridesName, { [priceKey({ baseUrl: server.baseUrl }, model)]: price })
  store.close()
  const recipe = cli.write('recipe.json', {
    rung: 'prompt',
    generation: { model, provider: { kind: 'openai', baseUrl: server.baseUrl, api: 'chat' }, maxOutputTokens: 50 },
  })
  for (const [number, point] of kills.entries()) {
    await killAt(point, number === 0 ? ['run', recipe] : ['resume'])
    states.push({ queryIds: confirmedQueryIds(), requests: server.requests.length })
  }
  await cli.succeed(['resume'])
}, 300_000)

afterAll(async () => {
  cli?.[Symbol.dispose]()
  await server?.[Symbol.asyncDispose]()
})

describe('a run of 500 paid examples that is killed 20 times and resumed', () => {
  test('was killed while answers were missing, with answers kept each time', () => {
    expect(states).toHaveLength(20)
    const kept = states.map(({ queryIds }) => queryIds.size)
    expect(kept).toEqual(kept.toSorted((a, b) => a - b))
    expect(kept.at(-1)).toBeGreaterThan(50)
    expect(kept.at(-1)).toBeLessThan(questions)
  })

  test('ends with exactly one answer for every example', async () => {
    const [run] = await cli.json<Run[]>(['runs'])
    expect(run).toMatchObject({ status: 'finished', error: null })
    readDatabase(cli.workspace, (database) => {
      expect(countRows(database, 'answers')).toBe(questions)
      const { n } = database.prepare('SELECT count(DISTINCT query_id) AS n FROM answers').get() as { n: number }
      expect(n).toBe(questions)
    })
  })

  test('never sends a request again whose answer had been received', () => {
    const texts = textsById()
    for (const [number, { queryIds, requests }] of states.entries()) {
      const received = new Set([...queryIds].map((queryId) => texts.get(queryId)!))
      const later = server.requests.slice(requests).map(({ question }) => questionIn(question!.messages))
      expect(
        later.filter((text) => received.has(text)),
        `after kill ${number}`,
      ).toEqual([])
    }
  })

  test('has a ledger that holds what the server counts: confirmed ≤ counted ≤ confirmed + unconfirmed', () => {
    const perToken = { ...price, cachedInputUsdPerMillionTokens: price.inputUsdPerMillionTokens, source: 'test' }
    const counted = server.charged.reduce((sum, { usage }) => sum + costOfUsage(usage, perToken), 0)
    const { confirmedUsd, unconfirmedUsd } = readDatabase(cli.workspace, (database) => {
      const sum = (column: string, state: string) =>
        (database.prepare(`SELECT total(${column}) AS usd FROM calls WHERE state = ?`).get(state) as { usd: number })
          .usd
      return { confirmedUsd: sum('cost_usd', 'confirmed'), unconfirmedUsd: sum('reserved_usd', 'unconfirmed') }
    })
    expect(confirmedUsd).toBeGreaterThan(0)
    expect(unconfirmedUsd).toBeGreaterThan(0)
    expect(counted).toBeGreaterThanOrEqual(confirmedUsd - 1e-9)
    expect(counted).toBeLessThanOrEqual(confirmedUsd + unconfirmedUsd + 1e-9)
  })

  test('leaves no request on its way', () => {
    readDatabase(cli.workspace, (database) => {
      expect(database.prepare("SELECT count(*) AS n FROM calls WHERE state = 'sending'").get()).toEqual({ n: 0 })
      expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    })
  })
})

async function killAt(point: KillPoint, command: readonly string[]): Promise<void> {
  const killSwitch = new URL('./support/kill-switch.ts', import.meta.url).href
  const running =
    typeof point === 'number'
      ? cli.start(command)
      : cli.start(command, {
          nodeArguments: ['--import', killSwitch],
          env: { [killMomentVariable]: JSON.stringify(point) },
        })
  const last = typeof point === 'number' ? server.requests.length + point - 1 : Number.POSITIVE_INFINITY
  server.onRequest = ({ number }) => {
    if (number === last) running.kill('SIGKILL')
  }
  const { signal, exitCode, stderr } = await running.ended
  if (signal !== 'SIGKILL')
    throw new Error(`${JSON.stringify(point)} was never reached; exit code ${exitCode}:\n${stderr}`)
}

function confirmedQueryIds(): Set<string> {
  return readDatabase(cli.workspace, (database) => {
    const rows = database.prepare("SELECT query_id AS id FROM calls WHERE state = 'confirmed'").all() as {
      id: string
    }[]
    return new Set(rows.map(({ id }) => id))
  })
}

function textsById(): Map<string, string> {
  return readDatabase(cli.workspace, (database) => {
    const rows = database.prepare('SELECT query_id AS id, text FROM queries').all() as { id: string; text: string }[]
    return new Map(rows.map(({ id, text }) => [id, text]))
  })
}

/** What a prompt asks, as the usual template writes it. */
function questionIn(messages: readonly { readonly content: string }[]): string {
  return /Question: (.*)\nAnswer:$/u.exec(messages.at(-1)?.content ?? '')?.[1] ?? ''
}
