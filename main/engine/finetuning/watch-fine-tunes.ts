import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneStore } from '../../ports/fine-tune-store.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import { fineTuneView } from './fine-tune-view.ts'

/** Each job that changes, as it is then, until the signal. */
export async function* watchFineTunes(
  store: FineTuneStore,
  journal: FineTuneJournal,
  signal: AbortSignal,
): AsyncGenerator<FineTuneJob, void> {
  const changes = journal.changes.gather(signal)
  try {
    while (!signal.aborted) {
      for (const fineTuneJobId of await changes.next()) {
        const record = store.get(fineTuneJobId)
        if (record) yield fineTuneView(record, store)
      }
    }
  } finally {
    changes.stop()
  }
}
