import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import type { FineTuneStore } from '../../ports/fine-tune-store.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import { fineTuneView } from './fine-tune-view.ts'

/** Each job that changes, as it is then, until the signal. */
export async function* watchFineTunes(
  store: FineTuneStore,
  journal: FineTuneJournal,
  signal: AbortSignal,
): AsyncGenerator<FineTuneJob, void> {
  const changed = new Set<FineTuneJobId>()
  let wake = () => {}
  const onAbort = () => wake()
  const stopListening = journal.onChange((fineTuneJobId) => {
    changed.add(fineTuneJobId)
    wake()
  })
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    while (!signal.aborted) {
      for (const fineTuneJobId of changed) {
        changed.delete(fineTuneJobId)
        const record = store.get(fineTuneJobId)
        if (record) yield fineTuneView(record, store)
      }
      if (changed.size > 0 || signal.aborted) continue
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
  } finally {
    stopListening()
    signal.removeEventListener('abort', onAbort)
  }
}
