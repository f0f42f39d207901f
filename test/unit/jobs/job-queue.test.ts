import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ItemFailure } from '../../../main/engine/jobs/item-failure.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobEvent } from '../../../shared/domain/job.ts'
import { openQueue } from './open-queue.ts'

const nothing = async () => {}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

async function collect(events: AsyncIterable<JobEvent>): Promise<JobEvent[]> {
  const list: JobEvent[] = []
  for await (const event of events) list.push(event)
  return list
}

describe('jobs: journal', () => {
  test('a job and all its items are stored before the first of them starts', async () => {
    const seen: unknown[] = []
    const { queue, add, store, called } = openQueue(async (_key, _context, jobId) => {
      seen.push(
        store.jobs.get(jobId)?.status,
        store.jobs.items(jobId).map(({ key, done }) => `${key} ${done}`),
      )
    })
    const jobId = add('a', 'b')
    expect(store.jobs.get(jobId)).toMatchObject({ status: 'queued', kind: 'sweep', startedAt: null })
    expect(store.jobs.items(jobId)).toHaveLength(2)
    await turn()
    expect(called).toEqual([])
    queue.start(jobId)
    expect(called).toEqual([])
    await queue.idle()
    expect(seen).toEqual(['running', ['a false', 'b false'], 'running', ['a true', 'b false']])
    expect(queue.snapshot(jobId)).toMatchObject({ status: 'finished', itemsDone: 2, itemsTotal: 2, error: null })
  })

  test('jobs run one after another, in the order in which they were started', async () => {
    let active = 0
    const { queue, add, called } = openQueue(async () => {
      active += 1
      expect(active).toBe(1)
      await turn()
      active -= 1
    })
    const [first, second] = [add('a', 'b'), add('c')]
    queue.start(second)
    queue.start(first)
    queue.start(first)
    await queue.idle()
    expect(called).toEqual(['c', 'a', 'b'])
  })

  test('an unknown job and a finished one are refused', async () => {
    const { queue, add } = openQueue(nothing)
    expect(() => queue.start('none' as JobId)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(() => queue.cancel('none' as JobId)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    await expect(collect(queue.watch('none' as JobId, 0))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const jobId = add('a')
    queue.start(jobId)
    await queue.idle()
    expect(() => queue.start(jobId)).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
  })
})

describe('jobs: resumption', () => {
  test('a failed job goes on with the item that failed and repeats none that was done', async () => {
    let broken = true
    const { queue, add, called, stopped } = openQueue(async (key) => {
      if (key === 'b' && broken) throw new Error('The cable is out.')
    })
    const jobId = add('a', 'b', 'c')
    queue.start(jobId)
    await queue.idle()
    expect(queue.snapshot(jobId)).toMatchObject({ status: 'failed', itemsDone: 1, error: 'The cable is out.' })
    expect(stopped).toEqual(['failed: The cable is out.'])
    expect(queue.resumable().map((job) => job.jobId)).toEqual([jobId])
    broken = false
    queue.start(jobId)
    await queue.idle()
    expect(called).toEqual(['a', 'b', 'b', 'c'])
    expect(queue.snapshot(jobId)).toMatchObject({ status: 'finished', itemsDone: 3, error: null })
    expect(queue.resumable()).toEqual([])
  })

  test('a job that a dead process left running goes on in the next one, after its last finished item', async () => {
    const gate = Promise.withResolvers<void>()
    const { queue, openAnother, add, store, called } = openQueue(async (key) => {
      if (key === 'b' && called.filter((item) => item === 'b').length === 1) await gate.promise
    })
    const jobId = add('a', 'b', 'c')
    queue.start(jobId)
    while (called.length < 2) await turn()
    // The first queue hangs in item b, as a killed process would.
    expect(store.jobs.markInterrupted('2026-01-02T00:00:00.000Z')).toBe(1)
    const next = openAnother()
    expect(next.resumable()).toMatchObject([{ jobId, status: 'interrupted', itemsDone: 1 }])
    next.start(jobId)
    await next.idle()
    expect(called).toEqual(['a', 'b', 'b', 'c'])
    expect(next.snapshot(jobId).status).toBe('finished')
    gate.resolve()
  })

  test('an item failure lets the other items run; the job ends failed with each reason once and can be resumed', async () => {
    let refused = true
    const { queue, add, called, stopped } = openQueue(async (key) => {
      if (key !== 'b' && refused) throw new ItemFailure('The key was refused.')
    })
    const jobId = add('a', 'b', 'c')
    queue.start(jobId)
    const events = await collect(queue.watch(jobId, 0))
    expect(called).toEqual(['a', 'b', 'c'])
    expect(queue.snapshot(jobId)).toMatchObject({ status: 'failed', itemsDone: 1, error: 'The key was refused.' })
    expect(events.filter((event) => event.kind === 'note').map((event) => event.message)).toEqual([
      'The key was refused.',
      'The key was refused.',
    ])
    // Nothing was stopped: every item had its turn.
    expect(stopped).toEqual([])
    refused = false
    queue.start(jobId)
    await queue.idle()
    expect(called).toEqual(['a', 'b', 'c', 'a', 'c'])
    expect(queue.snapshot(jobId)).toMatchObject({ status: 'finished', itemsDone: 3 })
  })
})

describe('jobs: cancel', () => {
  test('an active job stops where the handler does, keeps what is done, and can be resumed', async () => {
    const { queue, add, called, stopped } = openQueue(async (key, { signal }) => {
      if (key !== 'b') return
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      signal.throwIfAborted()
    })
    const [jobId, waiting] = [add('a', 'b', 'c'), add('d')]
    queue.start(jobId)
    queue.start(waiting)
    while (!called.includes('b')) await turn()
    queue.cancel(jobId)
    await queue.idle()
    expect(queue.snapshot(jobId)).toMatchObject({ status: 'cancelled', itemsDone: 1, error: null })
    expect(stopped).toEqual(['cancelled: Cancelled.'])
    expect(called).toEqual(['a', 'b', 'd'])
    expect(queue.snapshot(waiting).status).toBe('finished')
    expect(queue.resumable().map((job) => job.jobId)).toEqual([jobId])
  })

  test('a job that waits its turn never starts', async () => {
    const { queue, add, called } = openQueue(turn)
    const [first, second] = [add('a'), add('b')]
    queue.start(first)
    queue.start(second)
    queue.cancel(second)
    await queue.idle()
    expect(called).toEqual(['a'])
    expect(queue.snapshot(second).status).toBe('cancelled')
  })

  test('a job that is not active is marked, a finished one is left alone', async () => {
    const { queue, add, stopped } = openQueue(nothing)
    const [idle, finished] = [add('a'), add('b')]
    queue.start(finished)
    await queue.idle()
    queue.cancel(idle)
    queue.cancel(finished)
    expect(queue.list().map((job) => job.status)).toEqual(['cancelled', 'finished'])
    expect(stopped).toEqual(['cancelled: Cancelled.'])
  })

  test('stop interrupts everything that is active, as a kill would; what the user cancelled stays cancelled', async () => {
    const { queue, openAnother, add, called, stopped } = openQueue(turn)
    const jobs = [add('a', 'b', 'c'), add('d'), add('e')]
    for (const jobId of jobs) queue.start(jobId)
    while (!called.includes('a')) await turn()
    queue.cancel(jobs[1]!)
    await queue.stop()
    const ends = ['interrupted', 'cancelled', 'interrupted']
    expect(jobs.map((jobId) => queue.snapshot(jobId).status)).toEqual(ends)
    expect(jobs.map((jobId) => queue.snapshot(jobId).error)).toEqual([null, null, null])
    expect(stopped.map((line) => line.split(':')[0])).toEqual(ends)
    expect(called).not.toContain('c')

    const next = openAnother()
    expect(next.resumable().map(({ jobId }) => jobId)).toEqual(jobs)
    next.start(jobs[0]!)
    await next.idle()
    expect(next.snapshot(jobs[0]!)).toMatchObject({ status: 'finished', itemsDone: 3 })
  })
})

describe('jobs: watch', () => {
  test('every watcher gets every event after its own number exactly once, whenever it joins', async () => {
    const watcher = fc.record({
      afterTurns: fc.nat(40),
      afterSeq: fc.option(fc.nat(12), { nil: undefined }),
      slow: fc.boolean(),
    })
    const items = fc.array(fc.array(fc.constantFrom('note', 'progress', 'turn'), { maxLength: 8 }), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(items, fc.array(watcher, { minLength: 1, maxLength: 5 }), async (scripts, watchers) => {
        const { queue, add, store, clock } = openQueue(async (key, context) => {
          for (const action of scripts[Number(key)]!) {
            clock.advance(60)
            if (action === 'turn') await turn()
            else if (action === 'note') context.note('A remark.')
            else context.progress({ stage: 'Working', done: 1, total: 2, unit: 'parts' }, 0.5)
          }
        })
        const jobId = add(...scripts.keys().map(String))
        queue.start(jobId)
        const collected = await Promise.all(
          watchers.map(async ({ afterTurns, afterSeq, slow }) => {
            for (let i = 0; i < afterTurns; i += 1) await turn()
            const events: JobEvent[] = []
            for await (const event of queue.watch(jobId, afterSeq)) {
              events.push(event)
              if (slow) await turn()
            }
            return { events, afterSeq }
          }),
        )
        await queue.idle()
        const last = store.jobs.lastSeq(jobId)
        for (const { events, afterSeq } of collected) {
          const [first] = events
          if (afterSeq === undefined) expect(first).toMatchObject({ kind: 'status', message: 'Now' })
          const numbered = afterSeq === undefined ? events.slice(1) : events
          const from = afterSeq ?? first!.seq
          expect(numbered.map((event) => event.seq)).toEqual(
            Array.from({ length: Math.max(0, last - from) }, (_, index) => from + 1 + index),
          )
          if (numbered.length > 0) expect(numbered.at(-1)!.snapshot.status).toBe('finished')
        }
      }),
      { numRuns: 60 },
    )
  })

  test('a watcher that goes away leaves no listener behind and does not disturb the job', async () => {
    const { queue, add } = openQueue(turn)
    const jobId = add('a', 'b')
    queue.start(jobId)
    const stop = new AbortController()
    const events = queue.watch(jobId, 0, stop.signal)
    expect((await events.next()).value?.seq).toBe(1)
    stop.abort()
    expect((await events.next()).done).toBe(true)
    await queue.idle()
    expect(queue.snapshot(jobId).status).toBe('finished')
  })

  test('an end that cannot be stored is told to who watches, and the next job still runs', async () => {
    const { openAnother, store, called } = openQueue(nothing)
    let full = false
    const queue = openAnother(
      new Proxy(store.jobs, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name)
          if (typeof method !== 'function') return method
          return (...values: unknown[]) => {
            if (full && name === 'setStatus') throw new AppError('DISK_FULL', 'The disk is full.')
            if (name === 'setItemDone') full = values[1] === 'a'
            return Reflect.apply(method, target, values)
          }
        },
      }),
    )
    const add = (key: string) => queue.add('sweep', 'A sweep', {}, [{ key, weight: 1 }])
    const first = add('a')
    queue.start(first)
    await expect(collect(queue.watch(first, 0))).rejects.toMatchObject({ code: 'DISK_FULL' })
    full = false
    const second = add('b')
    queue.start(second)
    await queue.idle()
    expect(called).toEqual(['a', 'b'])
    expect(queue.snapshot(second).status).toBe('finished')
  })
})

describe('jobs: progress', () => {
  test('gives at most ten progress events in any second, whatever the handler reports', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ arbitrary: fc.nat(25), weight: 9 }, fc.nat(400)), { maxLength: 200, size: 'max' }),
        async (stepsMs) => {
          const { queue, add, clock } = openQueue(async (_key, context) => {
            for (const stepMs of stepsMs) {
              clock.advance(stepMs)
              context.progress({ stage: 'Working', done: 0, total: 0, unit: 'parts' }, 0)
            }
          })
          const jobId = add('a')
          queue.start(jobId)
          const events = (await collect(queue.watch(jobId, 0))).filter((event) => event.kind === 'progress')
          if (stepsMs.length > 0) expect(events.length).toBeGreaterThan(0)
          const times = events.map((event) => Date.parse(event.at))
          for (const [index, at] of times.entries()) {
            const within = times.slice(index).filter((other) => other - at < 1000)
            expect(within.length).toBeLessThanOrEqual(10)
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  test('a finished item counts whatever part of it was reported', async () => {
    const { queue, add, clock } = openQueue(async (_key, context) => {
      clock.advance(10_000)
      context.progress({ stage: 'Half way', done: 1, total: 2, unit: 'parts' }, 0.5)
      clock.advance(10_000)
    })
    const jobId = add('a', 'b', 'c', 'd')
    queue.start(jobId)
    const events = await collect(queue.watch(jobId, 0))
    const etaAt = (kind: JobEvent['kind']) =>
      events.filter((event) => event.kind === kind).map((event) => event.snapshot.etaSeconds)
    expect(etaAt('progress')).toEqual([70, 50, 30, 10].map((seconds) => expect.closeTo(seconds, 6)))
    expect(etaAt('item')).toEqual([60, 40, 20, 0].map((seconds) => expect.closeTo(seconds, 6)))
  })
})
