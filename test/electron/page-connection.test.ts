import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCHandler } from '@orpc/server/message-port'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventQueue } from '../../main/electron/event-queue.ts'
import { RestartLimit } from '../../main/electron/restart-limit.ts'
import type { Engine } from '../../main/engine/engine.ts'
import { createRouter } from '../../main/rpc/router.ts'
import type { EngineClient } from '../../renderer/rpc/host.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import { openMemoryEngine } from '../support/open-memory-engine.ts'
import { smallDataset } from '../support/small-dataset.ts'

// Their types are those of a page, which are not the types of these tests.
const load = (path: string) => import(new URL(`../../renderer/rpc/${path}`, import.meta.url).href)
const { PortLink } = (await load('port-link.ts')) as {
  PortLink: new (options?: {
    callWaitMs?: number
  }) => {
    take(port: unknown): void
    watch(onChange: (state: string) => void): () => void
    call(path: readonly string[], input: unknown, options: { context: object }): Promise<unknown>
  }
}
const { droppedRoots } = (await load('dropped-roots.ts')) as {
  droppedRoots(files: readonly { path: string; absolutePath: string }[]): string[]
}

function connectTo(engine: Engine) {
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(createRouter(engine)).upgrade(port1)
  port1.start()
  return { enginePort: port1, pagePort: port2 }
}

describe('port link', () => {
  test('a call that comes before the port waits for it', async () => {
    await using memory = await openMemoryEngine()
    const link = new PortLink()
    const client: EngineClient = createORPCClient(link)
    const info = client.workspace.info()
    link.take(connectTo(memory.engine).pagePort)
    expect(await info).toMatchObject({ folder: '/memory' })
  })

  test('errors of the engine keep their sentence; those of a lost engine are told apart', async () => {
    await using memory = await openMemoryEngine({ small: smallDataset })
    const link = new PortLink()
    const client: EngineClient = createORPCClient(link)
    const states: string[] = []
    link.watch((state) => states.push(state))
    const { enginePort, pagePort } = connectTo(memory.engine)
    link.take(pagePort)
    await expect(client.jobs.resume({ jobId: 'none' as JobId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no job none in this workspace.',
    })
    const mayRead = Promise.withResolvers<never>()
    Object.assign(memory.ports.source, { list: () => mayRead.promise })
    const { jobId } = await client.datasets.import({ paths: ['small'] })
    const watchToTheEnd = async () => {
      for await (const { snapshot } of await client.jobs.watch({ jobId })) {
        if (snapshot.status === 'running') enginePort.close()
      }
    }
    await expect(watchToTheEnd()).rejects.toThrow('The engine stopped before the answer came')
    expect(states).toEqual(['connecting', 'open', 'lost'])

    link.take(connectTo(memory.engine).pagePort)
    expect(await client.jobs.list()).toHaveLength(1)
    expect(states.at(-1)).toBe('open')
    mayRead.reject(new Error('The test is over.'))
  })

  test('a new port takes the place of the one before at once', async () => {
    await using memory = await openMemoryEngine()
    const link = new PortLink()
    const client: EngineClient = createORPCClient(link)
    // At its other end nobody answers.
    link.take(new MessageChannel().port2)
    const lost = client.workspace.info()
    link.take(connectTo(memory.engine).pagePort)
    await expect(lost).rejects.toThrow('The engine stopped before the answer came')
    expect(await client.workspace.info()).toMatchObject({ runs: 0 })
  })

  test('a call without a port fails in the end, and nothing was sent', async () => {
    const link = new PortLink({ callWaitMs: 1 })
    await expect(link.call(['workspace', 'info'], undefined, { context: {} })).rejects.toThrow('so nothing was done')
  })
})

describe('dropped roots', () => {
  const name = fc.stringMatching(/^[a-zé .-]{1,12}$/)

  test('every file is at or below exactly one root, however the folder was walked', () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          selector: (path) => path.join('/'),
        }),
        fc.constantFrom('/', '\\'),
        (parent, paths, separator) => {
          const root = ['', ...parent].join(separator)
          const files = paths.map((path) => ({ path: path.join('/'), absolutePath: [root, ...path].join(separator) }))
          const expected = new Set(paths.map(([first]) => `${root}${separator}${first}`))
          expect(new Set(droppedRoots(files))).toEqual(expected)
        },
      ),
    )
  })

  test('a file that a link leads to is named itself', () => {
    expect(droppedRoots([{ path: 'papers/a.pdf', absolutePath: '/elsewhere/b.pdf' }])).toEqual(['/elsewhere/b.pdf'])
  })
})

describe('event queue', () => {
  test('gives each event once, to the reader of the moment, and keeps those that nobody reads', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    const first = queue.read(undefined)
    expect(await first.next()).toEqual({ value: 1, done: false })
    const waiting = first.next()
    const stop = new AbortController()
    const second = queue.read(stop.signal)
    const next = second.next()
    queue.push(2)
    expect(await next).toEqual({ value: 2, done: false })
    expect(await waiting).toEqual({ value: undefined, done: true })
    const last = second.next()
    stop.abort()
    expect(await last).toEqual({ value: undefined, done: true })
    queue.push(3)
    expect(await queue.read(undefined).next()).toEqual({ value: 3, done: false })
  })
})

describe('restart limit', () => {
  test('jobs go on once, the engine starts twice, and all is forgotten after a minute', () => {
    const limit = new RestartLimit()
    expect([0, 1000, 2000].map((nowMs) => limit.next(nowMs))).toEqual(['resume', 'start', 'give up'])
    expect([62_000, 130_000].map((nowMs) => limit.next(nowMs))).toEqual(['resume', 'resume'])
  })
})
