import { beforeEach, describe, expect, test } from 'vitest'
import type * as Activity from '../../main/electron/job-activity.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { electron, loadWithElectron } from '../support/electron/app-session.ts'

const { JobActivity } = await loadWithElectron<typeof Activity>('main/electron/job-activity.ts')

const running: JobSnapshot = {
  jobId: 'a' as JobId,
  kind: 'sweep',
  title: 'Sweep',
  status: 'running',
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  itemsDone: 1,
  itemsTotal: 4,
  progress: { stage: 'Embedding', done: 1, total: 2, unit: 'chunks' },
  etaSeconds: null,
  error: null,
}
const finishedAfter = (seconds: number): JobSnapshot => ({
  ...running,
  status: 'finished',
  itemsDone: 4,
  finishedAt: new Date(Date.parse(running.startedAt!) + seconds * 1000).toISOString(),
})

describe('job activity', () => {
  let window: InstanceType<typeof electron.BrowserWindow>
  let activity: Activity.JobActivity
  let clicks = 0

  beforeEach(() => {
    electron.resetStandIn({})
    clicks = 0
    window = new electron.BrowserWindow({ webPreferences: {} })
    activity = new JobActivity(
      () => window as never,
      () => {
        clicks += 1
      },
    )
  })

  test('the taskbar shows how much of all jobs is done, and nothing afterwards', () => {
    activity.update({ ...running, itemsDone: 0, progress: null })
    activity.update(running)
    activity.update({ ...running, jobId: 'b' as JobId, itemsDone: 4 })
    activity.update({ ...finishedAfter(1), jobId: 'b' as JobId })
    activity.update({ ...running, status: 'cancelled' })
    // 2 is Electron's sign for "something is being done", -1 for no bar.
    expect(window.progress).toEqual([2, 0.375, 0.6875, 0.375, -1])
  })

  test('the system stays awake from the first job to the last', () => {
    const awake: number[] = []
    const update = (snapshot: JobSnapshot) => {
      activity.update(snapshot)
      awake.push(electron.standIn.blockers.size)
    }
    update(running)
    update({ ...running, jobId: 'b' as JobId })
    update(finishedAfter(1))
    update({ ...finishedAfter(1), jobId: 'b' as JobId })
    activity.update(running)
    activity.clear()
    expect([...awake, electron.standIn.blockers.size]).toEqual([1, 1, 1, 0, 0])
  })

  test.each([
    { case: 'long, window not looked at', seconds: 10, hasFocus: false, told: 1 },
    { case: 'long, window looked at', seconds: 10, hasFocus: true, told: 0 },
    { case: 'short', seconds: 9.9, hasFocus: false, told: 0 },
  ])('a notification for a job that was $case: $told', ({ seconds, hasFocus, told }) => {
    window.hasFocus = hasFocus
    activity.update(running)
    activity.update(finishedAfter(seconds))
    activity.update(finishedAfter(seconds))
    const { notifications } = electron.standIn
    expect(notifications).toHaveLength(told)
    notifications[0]?.emit('click')
    expect(clicks).toBe(told)
  })

  test('a failure is told with its reason, a cancelled job is not told', () => {
    window.hasFocus = false
    activity.update(running)
    activity.update({ ...finishedAfter(20), status: 'failed', error: 'The disk is full.' })
    activity.update(running)
    activity.update({ ...finishedAfter(20), status: 'cancelled' })
    expect(electron.standIn.notifications.map(({ options }) => options)).toEqual([
      { title: 'Sweep: failed', body: 'The disk is full.' },
    ])
  })
})
