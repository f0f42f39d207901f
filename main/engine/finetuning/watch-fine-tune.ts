import type { FineTuneEvent, FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import type { FineTuneStore } from '../../ports/fine-tune-store.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import { fineTuneView, hasEnded } from './fine-tune-view.ts'

interface FineTuneNews {
  readonly job: FineTuneJob
  readonly events: FineTuneEvent[]
  readonly pointsRevision: number
}

const newestEvents = 200

/** The state now, then every change with its events, until the job has ended or the signal. Repeats and loses no event. */
export async function* watchFineTune(
  fineTuneJobId: FineTuneJobId,
  store: FineTuneStore,
  journal: FineTuneJournal,
  signal: AbortSignal,
): AsyncGenerator<FineTuneNews, void> {
  let seq = Math.max(0, store.lastEventSeq(fineTuneJobId) - newestEvents)
  const changes = journal.changes.gather(signal, (changed) => changed === fineTuneJobId)
  try {
    while (!signal.aborted) {
      const record = store.get(fineTuneJobId)
      if (!record) return
      const events = store.eventsAfter(fineTuneJobId, seq, 1000)
      seq = events.at(-1)?.seq ?? seq
      yield { job: fineTuneView(record, store), events, pointsRevision: record.pointsRevision }
      if (hasEnded(record.job.status)) return
      await changes.next()
    }
  } finally {
    changes.stop()
  }
}
