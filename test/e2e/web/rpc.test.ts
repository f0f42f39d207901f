import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import { ConnectionLostError } from '../../../renderer/rpc/connection-lost-error.ts'
import type { EngineClient } from '../../../renderer/rpc/host.ts'
import { webTransport } from '../../../shared/contract/web-transport.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobEvent } from '../../../shared/domain/job.ts'
import { GatedJobHandler } from '../../support/gated-job-handler.ts'
import { startWebHost, type TestWebHost } from '../../support/start-web-host.ts'

let host: TestWebHost
let cookie: string
beforeEach(async () => {
  host = await startWebHost()
  cookie = await host.signIn()
})
afterEach(() => host[Symbol.asyncDispose]())

const itemKeys = ['a', 'b', 'c', 'd', 'e', 'f']

/** A job whose items end when the test says so. */
function addGatedJob(): { jobId: JobId; gate: GatedJobHandler } {
  const gate = new GatedJobHandler('sweep')
  host.engine.jobs.register(gate)
  const items = itemKeys.map((key) => ({ key, weight: 1 }))
  return { jobId: host.engine.jobs.add('sweep', 'Gated', {}, items), gate }
}

/** Follows a job as a page does: after every loss it goes on from the last event that it saw. */
async function follow(client: EngineClient, jobId: JobId, seen: JobEvent[], onLoss: () => void): Promise<void> {
  for (;;) {
    try {
      for await (const event of await client.jobs.watch({ jobId, afterSeq: seen.at(-1)?.seq ?? 0 })) seen.push(event)
      return
    } catch (error) {
      if (!(error instanceof ConnectionLostError)) throw error
      onLoss()
    }
  }
}

describe('calls over the WebSocket', () => {
  it('give what calls in the process give, errors with code and details included', async () => {
    using page = host.connect(cookie)
    const local = createInProcessClient(host.engine)
    const calls = [
      (client: EngineClient) => client.datasets.list(),
      (client: EngineClient) => client.experiments.recipe({ base: {}, set: { 'search.mode': 'hybrid' } }),
      (client: EngineClient) => client.experiments.recipe({ base: {}, set: { 'search.mod': 'hybrid' } }),
      (client: EngineClient) => client.experiments.runs({}),
      (client: EngineClient) => client.jobs.cancel({ jobId: 'none' as JobId }),
      (client: EngineClient) => client.datasets.preview({ paths: [] }),
    ]
    for (const call of calls) {
      const [remote, inProcess] = await Promise.all([settled(call(page.client)), settled(call(local))])
      expect(remote).toEqual(inProcess)
    }
    expect(await settled(page.client.jobs.cancel({ jobId: 'none' as JobId }))).toMatchObject({
      rejected: { code: 'NOT_FOUND', data: { jobId: 'none' } },
    })
  })

  it('streams come in order and end', async () => {
    using page = host.connect(cookie)
    const { jobId, gate } = addGatedJob()
    host.engine.jobs.start(jobId)
    const seen: JobEvent[] = []
    const followed = follow(page.client, jobId, seen, () => expect.unreachable())
    for (const _ of itemKeys) gate.pass()
    await followed
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1))
    expect(seen.filter(({ kind }) => kind === 'note').map(({ message }) => message)).toEqual(itemKeys)
    expect(seen.at(-1)?.snapshot.status).toBe('finished')
  })

  it('a stream that the page ends is ended in the engine, too', async () => {
    using page = host.connect(cookie)
    const { jobId } = addGatedJob()
    host.engine.jobs.start(jobId)
    const ended = vi.fn()
    const watch = host.engine.jobs.watch.bind(host.engine.jobs)
    host.engine.jobs.watch = async function* (...args) {
      try {
        yield* watch(...args)
      } finally {
        ended()
      }
    }
    const stop = new AbortController()
    const stream = await page.client.jobs.watch({ jobId }, { signal: stop.signal })
    expect((await stream.next()).value).toMatchObject({ snapshot: { jobId } })
    stop.abort()
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce(), { timeout: 20_000 })

    await expect(stream.next().then(() => stream.next())).rejects.not.toBeInstanceOf(ConnectionLostError)
  })

  it('two windows work side by side, and one that closes does not disturb the other', async () => {
    using first = host.connect(cookie)
    const second = host.connect(cookie)
    const { jobId, gate } = addGatedJob()
    host.engine.jobs.start(jobId)
    const seenByFirst: JobEvent[] = []
    const seenBySecond: JobEvent[] = []
    const followed = follow(first.client, jobId, seenByFirst, () => expect.unreachable())
    void follow(second.client, jobId, seenBySecond, () => second.link.close()).catch(() => {})
    gate.pass()
    await vi.waitFor(() => expect(seenBySecond.some(({ message }) => message === 'a')).toBe(true), { timeout: 20_000 })
    second.link.close()
    for (const _ of itemKeys) gate.pass()
    await followed
    expect(seenByFirst.at(-1)?.snapshot.status).toBe('finished')
  })

  it('a message that is too large is refused by the page, and by the host if the page does not', async () => {
    using page = host.connect(cookie)
    const base = { name: 'x'.repeat(webTransport.maxMessageBytes) }
    await expect(page.client.experiments.recipe({ base })).rejects.toThrow(/more than 16 MB/)
    expect(await page.client.jobs.list()).toEqual([])

    const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/rpc`, {
      headers: { cookie },
      origin: host.origin,
    })
    const closeCode = new Promise((resolve) => socket.on('close', resolve))
    socket.on('open', () => socket.send('x'.repeat(webTransport.maxMessageBytes + 1)))
    expect(await closeCode).toBe(1009)
    expect(await page.client.jobs.list()).toEqual([])
  })
})

describe('a lost connection', () => {
  it('fails the calls in flight with a sentence; later calls wait and work', async () => {
    using page = host.connect(cookie)
    const states: string[] = []
    page.link.watch((state) => states.push(state))
    expect(await page.client.jobs.list()).toEqual([])
    const answer = Promise.withResolvers<void>()
    host.engine.datasets.preview = async () => {
      await answer.promise
      throw new Error('Nobody listens any more.')
    }
    const inFlight = page.client.datasets.preview({ paths: ['x'] })
    const failed = expect(inFlight).rejects.toThrow(ConnectionLostError)
    await page.client.jobs.list()
    page.sockets[0]!.terminate()
    await failed
    expect(await page.client.jobs.list()).toEqual([])
    expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
    answer.resolve()
  })

  it('a call fails with a sentence when there is no connection for long, without being sent', async () => {
    using page = host.connect('', { callWaitMs: 50 })
    await expect(page.client.jobs.list()).rejects.toThrow('There is no connection to Rungs, so nothing was done.')
    await expect(page.client.jobs.list(undefined, { signal: AbortSignal.abort(new Error('Left.')) })).rejects.toThrow(
      'Left.',
    )
  })

  it('a watch goes on after every loss without losing or repeating an event', async () => {
    using page = host.connect(cookie)
    const { jobId, gate } = addGatedJob()
    host.engine.jobs.start(jobId)
    const seen: JobEvent[] = []
    let losses = 0
    const followed = follow(page.client, jobId, seen, () => losses++)
    for (const key of itemKeys) {
      gate.pass()
      await vi.waitFor(() => expect(seen.some(({ message }) => message === key)).toBe(true), { timeout: 20_000 })
      page.sockets.at(-1)!.terminate()
    }
    await followed
    expect(losses).toBeGreaterThanOrEqual(itemKeys.length - 1)
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1))
    expect(seen.at(-1)?.snapshot.status).toBe('finished')
  })

  it('the host stopped and started again on its port: the page comes back with its session and its watch', async () => {
    const { workspaceFolder, port } = host
    using page = host.connect(cookie)
    const { jobId, gate } = addGatedJob()
    host.engine.jobs.start(jobId)
    const seen: JobEvent[] = []
    const followed = follow(page.client, jobId, seen, () => {})
    gate.pass()
    await vi.waitFor(() => expect(seen.some(({ message }) => message === 'a')).toBe(true), { timeout: 20_000 })
    await host.close()

    await using again = await startWebHost({ workspaceFolder, port })
    const newGate = new GatedJobHandler('sweep')
    again.engine.jobs.register(newGate)
    // The job was interrupted, so the watch ends; resuming it is the user's choice.
    await followed
    expect(seen.at(-1)?.snapshot.status).toBe('interrupted')
    await page.client.jobs.resume({ jobId })
    for (const _ of itemKeys) newGate.pass()
    await follow(page.client, jobId, seen, () => expect.unreachable())
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1))
    expect(seen.filter(({ kind }) => kind === 'note').map(({ message }) => message)).toEqual(itemKeys)
    expect(seen.at(-1)?.snapshot.status).toBe('finished')
  })

  it('a connection that dies without a word is noticed on both sides', async () => {
    await using quick = await startWebHost({ aliveEveryMs: 20 })
    using page = quick.connect(await quick.signIn(), { silenceMs: 200 })
    const states: string[] = []
    page.link.watch((state) => states.push(state))
    await page.client.jobs.list()
    // Signs of life alone keep it open for much longer than the page would wait.
    let signs = 0
    page.sockets[0]!.on('message', () => signs++)
    await vi.waitFor(() => expect(signs).toBeGreaterThan(20), { timeout: 20_000 })
    expect(states).toEqual(['connecting', 'open'])
    // The page hears nothing and answers nothing from now on.
    const [dead] = page.sockets
    dead!.pause()
    await vi.waitFor(() => expect(states.slice(2)).toEqual(['lost', 'open']), { timeout: 20_000 })
    expect(page.sockets).toHaveLength(2)
    expect(await page.client.jobs.list()).toEqual([])
  })

  it('a page that answers no ping is dropped by the host', async () => {
    await using quick = await startWebHost({ aliveEveryMs: 20 })
    const cookieOfQuick = await quick.signIn()
    const socket = new WebSocket(`${quick.origin.replace('http', 'ws')}/rpc`, {
      headers: { cookie: cookieOfQuick },
      origin: quick.origin,
      autoPong: false,
    })
    const closeCode = await new Promise((resolve) => socket.on('close', resolve))
    expect(closeCode).toBe(1006)
  })
})

async function settled(call: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await call }
  } catch (error) {
    const { name, message, code, data } = error as Error & { code?: unknown; data?: unknown }
    return { rejected: { name, message, code, data } }
  }
}
