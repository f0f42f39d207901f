import { expect, test } from 'vitest'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobEvent, JobSnapshot } from '../../shared/domain/job.ts'
import { at, describeStores } from './support/store-fixture.ts'

describeStores('jobs', (fixture) => {
  const eventOf = (message: string): Omit<JobEvent, 'seq'> => ({
    at,
    kind: 'note',
    message,
    snapshot: { ...snapshot, jobId: 'job1' as JobId },
  })

  test('a job and its items come back in order, with what became of them', () => {
    const filled = fixture()
    const { store } = filled
    const jobId = filled.addJob()
    expect(store.jobs.get(jobId)).toEqual({
      ...{ jobId, kind: 'sweep', title: 'A sweep', spec: { deep: [1] }, status: 'queued', createdAt: at },
      ...{ startedAt: null, finishedAt: null, error: null, result: null },
    })
    store.jobs.setItemDone(jobId, 'a')
    expect(store.jobs.items(jobId)).toEqual([
      { key: 'b', weight: 2, done: false },
      { key: 'a', weight: 0.5, done: true },
    ])
    store.jobs.setResult(jobId, { answer: 42 })
    store.jobs.setStatus(jobId, 'running', at)
    store.jobs.setStatus(jobId, 'running', '2026-02-02T00:00:00.000Z')
    expect(store.jobs.get(jobId)).toMatchObject({ result: { answer: 42 }, startedAt: at, finishedAt: null })
    store.jobs.setStatus(jobId, 'failed', at, 'Why.')
    expect(store.jobs.get(jobId)).toMatchObject({ status: 'failed', finishedAt: at, error: 'Why.' })
    filled.addJob('job2')
    expect(store.jobs.list().map((job) => job.jobId)).toEqual(['job1', 'job2'])
    expect(store.jobs.get('none' as JobId)).toBeNull()
  })

  test('events are numbered from 1 for each job, without gaps', () => {
    const filled = fixture()
    const { store } = filled
    const [one, other] = [filled.addJob('job1'), filled.addJob('job2')]
    expect(store.jobs.lastSeq(one)).toBe(0)
    expect(['x', 'y', 'z'].map((message) => store.jobs.addEvent(one, eventOf(message)))).toEqual([1, 2, 3])
    expect(store.jobs.addEvent(other, eventOf('x'))).toBe(1)
    expect(store.jobs.lastSeq(one)).toBe(3)
    expect(store.jobs.eventsAfter(one, 1, 10)).toEqual([
      { ...eventOf('y'), seq: 2 },
      { ...eventOf('z'), seq: 3 },
    ])
    expect(store.jobs.eventsAfter(one, 0, 2).map(({ seq }) => seq)).toEqual([1, 2])
    expect(store.jobs.eventsAfter(one, 3, 10)).toEqual([])
  })

  test('what a dead process left queued or running is interrupted, the rest stays', () => {
    const filled = fixture()
    const { store } = filled
    for (const status of ['queued', 'running', 'finished', 'failed', 'cancelled'] as const) {
      store.jobs.setStatus(filled.addJob(status), status, at)
    }
    expect(store.jobs.markInterrupted(at)).toBe(2)
    expect(store.jobs.list().map(({ status }) => status)).toEqual([
      'interrupted',
      'interrupted',
      'finished',
      'failed',
      'cancelled',
    ])
  })
})

const snapshot: Omit<JobSnapshot, 'jobId'> = {
  ...{ kind: 'sweep', title: 'A sweep', status: 'running', createdAt: at, startedAt: at, finishedAt: null },
  ...{ itemsDone: 0, itemsTotal: 2, progress: null, etaSeconds: null, error: null },
}
