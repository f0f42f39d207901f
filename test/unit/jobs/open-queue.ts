import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import type { JobContext, JobHandler } from '../../../main/engine/jobs/job-handler.ts'
import { JobQueue } from '../../../main/engine/jobs/job-queue.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { sequentialIds } from '../../support/sequential-ids.ts'

export type RunItem = (itemKey: string, context: JobContext, jobId: JobId) => Promise<void>

/** A queue over a real store in memory, whose jobs do what `runItem` says; `done` lists the items it was called for. */
export function openQueue(runItem: RunItem) {
  const clock = new ManualClock()
  const store = openSqliteStore(':memory:')
  const newId = sequentialIds()
  const called: string[] = []
  const stopped: string[] = []
  const handler: JobHandler = {
    kind: 'sweep',
    runItem: async (job, itemKey, context) => {
      called.push(itemKey)
      await runItem(itemKey, context, job.jobId)
    },
    stopped: (_job, reason, message) => stopped.push(`${reason}: ${message}`),
  }
  const openAnother = (jobs = store.jobs) => {
    const queue = new JobQueue({ jobs, clock, newId })
    queue.register(handler)
    return queue
  }
  const queue = openAnother()
  const add = (...keys: string[]) =>
    queue.add(
      'sweep',
      'A sweep',
      {},
      keys.map((key) => ({ key, weight: 1 })),
    )
  return { queue, openAnother, add, store, clock, called, stopped }
}
