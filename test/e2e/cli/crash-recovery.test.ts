import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textHash } from '../../../main/engine/embedding/text-hash.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { OpenAiServer, type ServedRequest } from '../../support/openai-server/openai-server.ts'
import { gatherEvidence } from './support/evidence.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { type KillMoment, killMomentVariable } from './support/kill-switch.ts'
import { makeSpanDataset } from './support/make-span-dataset.ts'
import type { RunningCli } from './support/rungs-cli.ts'
import {
  countRows,
  indexTableFolders,
  readDatabase,
  storedTextHashes,
  unfinishedTables,
} from './support/stored-state.ts'

const questions = 140
const textsPerRequest = 16
const requestsAtOnce = 4

const phases = ['import', 'chunk', 'fit', 'embed', 'write', 'search', 'time', 'score', 'any'] as const
type Phase = (typeof phases)[number]

/** Where a process is killed: at a statement, at the n-th embeddings request it sends, or once its files are on disk. */
type KillPoint = { readonly phase: Phase } & (
  | { readonly moment: KillMoment }
  | { readonly request: number }
  | { readonly newFiles: number; readonly in: 'files' | 'vectors' }
)

const random = createRandom(20260101)
const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1))
const before = (phase: Phase, statement: string, occurrence = 1): KillPoint => ({
  phase,
  moment: { statement, occurrence, when: 'before' },
})
const after = (phase: Phase, statement: string, occurrence: number, delayMs?: number): KillPoint => ({
  phase,
  moment: { statement, occurrence, when: 'after', ...(delayMs !== undefined && { delayMs }) },
})
/** In the midst of whatever is being stored: each index takes at least 450 writing statements. */
const anywhere = (): KillPoint => before('any', '', between(30, 250))

const importKills: readonly KillPoint[] = [
  { phase: 'import', newFiles: between(3, 25), in: 'files' },
  before('import', 'INSERT OR IGNORE INTO contents', between(2, 39)),
  before('import', 'INSERT INTO gold_spans', between(2, questions)),
  after('import', 'UPDATE jobs SET result', 1),
]

/** Index by index, in the order of the sweep; the built-in embedder's and the remote one's take turns. */
const sweepKills: readonly KillPoint[] = [
  before('chunk', 'INTO chunk_sets'),
  after('fit', 'INTO chunk_sets', 1, between(0, 60)),
  before('write', 'INSERT INTO indexes'),
  // Three runs share the first index: this is in the second of three batches of queries.
  before('search', 'INTO rankings', 3 * 64 + between(10, 180)),
  before('time', 'INTO latencies', between(2, 3)),
  after('time', 'INTO latencies', between(4, 6)),
  before('score', 'INSERT INTO scores', between(2, 100)),
  after('score', 'UPDATE runs SET provenance', 1),
  { phase: 'embed', request: 1 },
  { phase: 'embed', request: between(4, 6) },
  before('embed', 'INTO embeddings', between(2, 60)),
  { phase: 'write', newFiles: 1, in: 'vectors' },
  // Queries that are timed are sent one by one.
  { phase: 'time', request: between(2, 15) },
  before('search', 'INTO rankings', between(2, 120)),
  before('score', 'UPDATE job_items'),
  after('fit', 'INTO chunk_sets', 1, between(0, 60)),
  { phase: 'write', newFiles: 1, in: 'vectors' },
  anywhere(),
  { phase: 'embed', request: between(2, 9) },
  anywhere(),
]

/** A kill that has happened and what it left behind. */
interface Kill {
  readonly phase: Phase
  readonly stored: ReadonlySet<string>
  readonly requests: readonly ServedRequest[]
  readonly unfinishedTables: readonly string[]
}

let server: OpenAiServer
let undisturbed: InProcessCli
let crashed: InProcessCli
const kills: Kill[] = []
let importStates: { corpora: number; queries: number; imported: number }[] = []

beforeAll(async () => {
  server = await OpenAiServer.start({ dimensions: 32, latencyMs: 20 })
  undisturbed = new InProcessCli()
  crashed = new InProcessCli()
  await runUndisturbed(undisturbed)
  server.requests.length = 0
  await runCrashed(crashed)
}, 300_000)

afterAll(async () => {
  undisturbed?.[Symbol.dispose]()
  crashed?.[Symbol.dispose]()
  await server?.[Symbol.asyncDispose]()
})

describe('a sweep that is killed and resumed again and again', () => {
  test('was killed in every phase, at least 20 times', () => {
    expect(kills.length).toBeGreaterThanOrEqual(20)
    expect(new Set(kills.map(({ phase }) => phase))).toEqual(new Set(phases))
    const inWriting = kills.filter((kill) => kill.unfinishedTables.length > 0)
    expect(inWriting.length).toBeGreaterThanOrEqual(1)
  })

  test('has the scores and rankings of an undisturbed one, to the last digit', async () => {
    const expected = await gatherEvidence(undisturbed)
    const found = await gatherEvidence(crashed)
    expect(expected.rankings.size).toBe(15)
    expect(expected.scores.length).toBeGreaterThan(15 * 30)
    expect(found.scores).toEqual(expected.scores)
    for (const [name, ranking] of expected.rankings) expect(found.rankings.get(name), name).toBe(ranking)
  })

  test('never asks again for a vector that was stored', () => {
    const asked = server.requests.map(({ texts }) => texts.map(textHash))
    for (const [number, { stored, requests }] of kills.entries()) {
      const later = asked.slice(server.requests.indexOf(requests.at(-1)!) + 1)
      const again = requests.length === 0 ? [] : later.flat().filter((hash) => stored.has(hash))
      expect(again, `after kill ${number}`).toEqual([])
    }
  })

  test('asks for a text once, and once more for each kill that met it on its way', () => {
    const timesLost = new Map<string, number>()
    for (const { stored, requests } of kills) {
      const lost = requests.filter(({ texts }) => texts.some((text) => !stored.has(textHash(text))))
      // What a kill can cost: the requests that were open, and no more.
      expect(lost.length).toBeLessThanOrEqual(requestsAtOnce)
      const texts = new Set(lost.flatMap((request) => request.texts))
      for (const text of texts) timesLost.set(text, (timesLost.get(text) ?? 0) + 1)
    }
    expect(timesLost.size).toBeGreaterThan(0)
    const timesAsked = new Map<string, number>()
    for (const text of server.embeddedTexts) timesAsked.set(text, (timesAsked.get(text) ?? 0) + 1)
    const tooOften = [...timesAsked].filter(([text, times]) => times > 1 + (timesLost.get(text) ?? 0))
    expect(tooOften).toEqual([])
  })

  test('is killed in an import that stores everything or nothing', () => {
    expect(importStates).toHaveLength(importKills.length)
    for (const { corpora, queries, imported } of importStates) {
      expect([corpora, queries, imported]).toEqual(corpora === 0 ? [0, 0, 0] : [1, questions, 41])
    }
  })

  test('leaves nothing half-done behind', async () => {
    const runs = await crashed.json<Run[]>(['runs'])
    expect(runs).toHaveLength(15)
    for (const run of runs) expect(run).toMatchObject({ status: 'finished', answeredQueries: questions, error: null })
    const jobs = await crashed.json<JobSnapshot[]>(['jobs'])
    expect(jobs.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['import finished', 'sweep finished'])
    expect(indexTableFolders(crashed.workspace)).toHaveLength(6)
    expect(unfinishedTables(crashed.workspace)).toEqual([])
    readDatabase(crashed.workspace, (database) => {
      expect(countRows(database, 'indexes')).toBe(6)
      expect(countRows(database, 'rankings')).toBe(15 * questions)
      expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
      expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    })
    const partial = readdirSync(crashed.workspace, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.partial'),
    )
    expect(partial).toEqual([])
  })
})

async function runUndisturbed(cli: InProcessCli): Promise<void> {
  await cli.succeed(['import', makeDataset(cli), '--name', 'made'])
  await cli.succeed(['sweep', writeSweep(cli)])
}

async function runCrashed(cli: InProcessCli): Promise<void> {
  await killAt(cli, ['import', makeDataset(cli), '--name', 'made'], importKills)
  await cli.succeed(['resume'])
  await killAt(cli, ['sweep', writeSweep(cli)], sweepKills)
  await cli.succeed(['resume'])
}

/** Starts the command, kills it at the first point, then resumes and kills at each following one. */
async function killAt(cli: InProcessCli, command: readonly string[], points: readonly KillPoint[]): Promise<void> {
  for (const [number, point] of points.entries()) {
    const firstRequest = server.requests.length
    const running = start(cli, number === 0 ? command : ['resume'], point)
    const { signal, exitCode, stderr } = await running.ended
    if (signal !== 'SIGKILL') {
      throw new Error(`Kill ${number} (${JSON.stringify(point)}) was never reached; exit code ${exitCode}:\n${stderr}`)
    }
    kills.push({
      phase: point.phase,
      stored: storedTextHashes(cli.workspace),
      requests: server.requests.slice(firstRequest),
      unfinishedTables: unfinishedTables(cli.workspace),
    })
    if (point.phase === 'import') {
      importStates = [
        ...importStates,
        readDatabase(cli.workspace, (database) => ({
          corpora: countRows(database, 'corpora'),
          queries: countRows(database, 'queries'),
          imported: countRows(database, 'imported_files'),
        })),
      ]
    }
  }
}

function start(cli: InProcessCli, command: readonly string[], point: KillPoint): RunningCli {
  if ('moment' in point) {
    const killSwitch = new URL('./support/kill-switch.ts', import.meta.url).href
    return cli.start(command, {
      nodeArguments: ['--import', killSwitch],
      env: { [killMomentVariable]: JSON.stringify(point.moment) },
    })
  }
  const running = cli.start(command)
  if ('request' in point) {
    const last = server.requests.length + point.request - 1
    server.onRequest = ({ number }) => {
      if (number === last) running.kill('SIGKILL')
    }
  } else {
    void killOnceWritten(running, join(cli.workspace, point.in), point.newFiles)
  }
  return running
}

async function killOnceWritten(running: RunningCli, folder: string, newFiles: number): Promise<void> {
  const known = new Set(namesIn(folder))
  while (!running.hasEnded) {
    if (namesIn(folder).filter((name) => !known.has(name)).length >= newFiles) {
      running.kill('SIGKILL')
      return
    }
    await delay(1)
  }
}

/** `files` has a folder for the beginning of each hash, `vectors` one for each table. */
function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function makeDataset(cli: InProcessCli): string {
  const folder = join(cli.folder, 'made')
  makeSpanDataset(folder, { documents: 40, questions })
  return folder
}

function writeSweep(cli: InProcessCli): string {
  return cli.write('sweep.json', {
    base: { chunking: { sizeTokens: 64, overlapTokens: 8 } },
    grid: {
      'chunking.kind': ['fixed', 'recursive', 'markdown'],
      embedding: [{ kind: 'builtin' }, { kind: 'openai', baseUrl: server.baseUrl, batchInputs: textsPerRequest }],
      'search.mode': ['fulltext', 'vector', 'hybrid'],
    },
  })
}
