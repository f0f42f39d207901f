import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../main/engine/engine.ts'
import { type Client, createInProcessClient } from '../../main/rpc/in-process-client.ts'
import { createRouter } from '../../main/rpc/router.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobEvent } from '../../shared/domain/job.ts'
import type { SweepSpec } from '../../shared/domain/recipe.ts'
import { type MemoryEngine, openMemoryEngine } from '../support/open-memory-engine.ts'
import { smallDataset } from '../support/small-dataset.ts'

interface Connection extends Disposable {
  readonly client: Client
}

const transports: readonly { name: string; connect: (engine: Engine) => Connection }[] = [
  {
    name: 'in process',
    connect: (engine) => ({ client: createInProcessClient(engine), [Symbol.dispose]: () => {} }),
  },
  {
    name: 'message port',
    connect: (engine) => {
      const { port1, port2 } = new MessageChannel()
      new RPCHandler(createRouter(engine)).upgrade(port1)
      port1.start()
      const client: Client = createORPCClient(new RPCLink({ port: port2 }))
      port2.start()
      return { client, [Symbol.dispose]: () => port2.close() }
    },
  },
]

const sweep: SweepSpec = {
  base: { chunking: { sizeTokens: 16, overlapTokens: 4 }, embedding: { kind: 'openai' } },
  grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] },
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const value of stream) list.push(value)
  return list
}

const numbers = (events: readonly JobEvent[]) => events.map(({ seq }) => seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe.each(transports)('contract: $name', ({ connect }) => {
  let memory: MemoryEngine
  let connection: Connection
  let client: Client

  beforeEach(async () => {
    memory = await openMemoryEngine({ small: smallDataset })
    connection = connect(memory.engine)
    client = connection.client
  })

  afterEach(async () => {
    connection[Symbol.dispose]()
    await memory.engine.close()
  })

  async function importSmall() {
    const { jobId } = await client.datasets.import({ paths: ['small'] })
    await collect(await client.jobs.watch({ jobId }))
    return jobId
  }

  test('an import is a job whose report says what is in the workspace', async () => {
    const report = await client.datasets.importReport({ jobId: await importSmall() })
    expect(report).toMatchObject({
      name: 'small',
      documents: 6,
      queries: 5,
      judgments: 5,
      rejections: [],
      dryRun: false,
    })
    const { corpora, evalSets } = await client.datasets.list()
    expect(corpora).toEqual([report.corpus])
    expect(evalSets).toEqual([report.evalSet])
  })

  test('results arrive as the engine gives them: numbers, nulls, nested recipes', async () => {
    await importSmall()
    const plan = await client.experiments.plan(sweep)
    expect(plan).toMatchObject({ indexes: 1, newIndexes: 1, repeated: 0, split: { name: 'test', queries: 5 } })
    const { jobId, runIds } = await client.experiments.start(sweep)
    await collect(await client.jobs.watch({ jobId }))
    const runs = await client.experiments.runs({ jobId })
    expect(runs.map(({ runId, status }) => [runId, status])).toEqual(runIds.map((runId) => [runId, 'finished']))
    expect(runs).toEqual(memory.engine.experiments.listRuns())
    const comparison = await client.experiments.compare({ runs: runIds, baseline: runIds[0]! })
    expect(comparison).toEqual(await memory.engine.experiments.compare(runIds, runIds[0], undefined))
    expect(comparison.runs[1]!.metrics.some(({ difference }) => difference !== null)).toBe(true)
    const pieces = await collect(await client.experiments.export({ format: 'json' }))
    expect(JSON.parse(pieces.join(''))).toEqual(JSON.parse(JSON.stringify(await client.experiments.compare({}))))
    // Every chunk and every question was sent once, whatever the number of recipes.
    expect(new Set(memory.embedder.sent).size).toBe(memory.embedder.sent.length)
  })

  test('an input that the contract refuses is INVALID_INPUT, with a sentence for each problem', async () => {
    const wrong = { paths: [], name: '', as: 'docs' } as unknown as { paths: string[] }
    await expect(client.datasets.import(wrong)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      status: 400,
      message: expect.stringMatching(
        /^The request is not valid: paths .*; name must not be empty; as must be one of beir, .*\. Nothing was changed\.$/,
      ),
      data: { problems: expect.objectContaining({ length: 3 }) },
    })
    await expect(client.jobs.watch({ jobId: 'j' as JobId, afterSeq: -1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('afterSeq must be at least 0'),
    })
    expect(memory.engine.jobs.list()).toEqual([])
  })

  test('an AppError keeps its code, status, sentence and details', async () => {
    await expect(client.jobs.resume({ jobId: 'none' as JobId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
      message: 'There is no job none in this workspace.',
      data: { jobId: 'none' },
    })
    await expect(client.experiments.recipe({ set: { 'search.k': 0, 'search.deep': 1 } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      status: 400,
      message: expect.stringContaining('search.k must be at least 1, not 0'),
      data: { problems: expect.objectContaining({ length: 2 }) },
    })
    const jobId = await importSmall()
    await expect(client.jobs.resume({ jobId })).rejects.toMatchObject({
      code: 'CONFLICT',
      status: 409,
      data: { jobId },
    })
  })

  test('an AppError inside a stream keeps them, too', async () => {
    const watching = async () => collect(await client.jobs.watch({ jobId: 'none' as JobId }))
    await expect(watching()).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404, data: { jobId: 'none' } })
    const exporting = async () => collect(await client.experiments.export({ format: 'trec' }))
    await expect(exporting()).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('A TREC run file holds one run, and 0 were asked for.'),
    })
  })

  test('a job that fails says so in its last event', async () => {
    const { jobId } = await client.datasets.import({ paths: ['elsewhere'] })
    const events = await collect(await client.jobs.watch({ jobId, afterSeq: 0 }))
    expect(events.at(-1)?.snapshot).toMatchObject({ status: 'failed', error: 'There is nothing at elsewhere.' })
  })

  test('watching gives every event once, and goes on after the last number that was seen', async () => {
    await importSmall()
    const { jobId } = await client.experiments.start(sweep)
    const whole = client.jobs.watch({ jobId, afterSeq: 0 }).then(collect)
    const first: JobEvent[] = []
    for await (const event of await client.jobs.watch({ jobId, afterSeq: 0 })) {
      first.push(event)
      if (first.length === 3) break
    }
    expect(numbers(first)).toEqual([1, 2, 3])
    const rest = await collect(await client.jobs.watch({ jobId, afterSeq: 3 }))
    const all = await whole
    expect(all.length).toBeGreaterThan(3)
    expect(numbers(all)).toEqual(range(1, all.length))
    expect([...first, ...rest]).toEqual(all)
    expect(all.at(-1)?.snapshot).toMatchObject({ status: 'finished', itemsDone: 1, itemsTotal: 1 })
    // After the end, watching gives the state and closes.
    const after = await collect(await client.jobs.watch({ jobId }))
    expect(after).toMatchObject([{ seq: all.length, message: 'Now', snapshot: { status: 'finished' } }])
    expect(await collect(await client.jobs.watch({ jobId, afterSeq: all.length }))).toEqual([])
  })

  test('a job is cancelled while it is watched, and goes on later without asking for a vector again', async () => {
    await importSmall()
    memory.embedder.refuseAfterTexts = 4
    const { jobId } = await client.experiments.start({ ...sweep, grid: { 'search.mode': ['vector'] } })
    await collect(await client.jobs.watch({ jobId }))
    expect(await client.jobs.resumable()).toMatchObject([{ jobId, status: 'failed' }])
    expect((await client.jobs.cancel({ jobId })).status).toBe('cancelled')
    memory.embedder.refuseAfterTexts = Number.POSITIVE_INFINITY
    await client.jobs.resume({ jobId })
    const events = await collect(await client.jobs.watch({ jobId, afterSeq: 0 }))
    expect(events.at(-1)?.snapshot.status).toBe('finished')
    expect(numbers(events)).toEqual(range(1, events.length))
    expect(new Set(memory.embedder.sent).size).toBe(memory.embedder.sent.length)
  })
})
