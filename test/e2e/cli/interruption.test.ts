import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { textHash } from '../../../main/engine/embedding/text-hash.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeSpanDataset } from './support/make-span-dataset.ts'
import type { RunningCli } from './support/rungs-cli.ts'
import { storedTextHashes } from './support/stored-state.ts'

let server: OpenAiServer
let cli: InProcessCli
let sweepPath: string

beforeEach(async () => {
  server = await OpenAiServer.start({ dimensions: 16, latencyMs: 10 })
  cli = new InProcessCli()
  const dataset = join(cli.folder, 'made')
  makeSpanDataset(dataset, { documents: 12, questions: 20 })
  await cli.succeed(['import', dataset, '--name', 'made'])
  sweepPath = cli.write('sweep.json', {
    base: {
      chunking: { sizeTokens: 64, overlapTokens: 8 },
      embedding: { kind: 'openai', baseUrl: server.baseUrl, batchInputs: 4 },
      search: { mode: 'vector' },
    },
    grid: { 'chunking.kind': ['fixed', 'recursive'] },
  })
})
afterEach(async () => {
  cli[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

/** Starts the sweep and waits until the server has its n-th request. */
async function startSweep(requests: number): Promise<RunningCli> {
  const received = Promise.withResolvers<void>()
  server.onRequest = ({ number }) => {
    if (number === requests - 1) received.resolve()
  }
  const running = cli.start(['sweep', sweepPath])
  await Promise.race([
    received.promise,
    running.ended.then(({ stderr }) => {
      throw new Error(`The sweep ended early:\n${stderr}`)
    }),
  ])
  return running
}

function timesEmbedded(): number[] {
  const times = new Map<string, number>()
  for (const text of server.embeddedTexts) times.set(text, (times.get(text) ?? 0) + 1)
  return [...times.values()]
}

describe('Ctrl-C during a sweep', () => {
  test('stops with a sentence and exit code 130, keeps every answer, and resume finishes', async () => {
    const running = await startSweep(6)
    running.kill('SIGINT')
    const { exitCode, stdout, stderr } = await running.ended
    expect(exitCode).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/Stopping after the current step/)
    expect(stderr).toMatch(/Stopped\. 0 of 2 steps are done and everything so far is kept; `rungs resume` goes on/)
    const stored = storedTextHashes(cli.workspace)
    expect(server.embeddedTexts.filter((text) => !stored.has(textHash(text)))).toEqual([])
    const jobs = await cli.json<JobSnapshot[]>(['jobs'])
    expect(jobs.map(({ status }) => status)).toEqual(['finished', 'cancelled'])

    await cli.succeed(['resume'])
    const runs = await cli.json<Run[]>(['runs'])
    expect(runs.map(({ status }) => status)).toEqual(['finished', 'finished'])
    expect(new Set(timesEmbedded())).toEqual(new Set([1]))
  })

  test('a second one stops at once, also when the server hangs, and resume finishes', async () => {
    const never = new Promise<void>(() => {})
    server.respond = () => ({ kind: 'answer', after: never })
    const running = await startSweep(1)
    running.kill('SIGINT')
    await running.hasPrinted(/Ctrl-C again to stop at once/, 'stderr')
    running.kill('SIGINT')
    expect((await running.ended).exitCode).toBe(130)

    server.respond = () => ({ kind: 'answer' })
    const [resumed] = await cli.json<Comparison[]>(['resume'])
    expect(resumed!.runs.map(({ run }) => run.status)).toEqual(['finished', 'finished'])
  })
})

describe('beside a running sweep', () => {
  test('a second writer is told so with exit code 5 and changes nothing; reading works', async () => {
    const gate = Promise.withResolvers<void>()
    server.respond = () => ({ kind: 'answer', after: gate.promise })
    const sweep = await startSweep(1)

    const writers = await Promise.all([cli.start(['resume']).ended, cli.start(['sweep', sweepPath]).ended])
    for (const { exitCode, stdout, stderr } of writers) {
      expect(exitCode).toBe(5)
      expect(stdout).toBe('')
      expect(stderr).toMatch(/^The workspace .* is being written by process \d+ on .*Nothing was changed; wait for it/)
    }
    const runs = await cli.json<Run[]>(['runs'])
    const table = await cli.succeed(['runs'])
    expect(runs.map(({ status }) => status)).toEqual(['running', 'queued'])
    expect(table).toContain('[running]')

    gate.resolve()
    const { exitCode, stderr } = await sweep.ended
    expect(exitCode, stderr).toBe(0)
    const after = await cli.json<Run[]>(['runs'])
    expect(after.map(({ status }) => status)).toEqual(['finished', 'finished'])
  })
})
