import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'

/** A job that took less is not worth a notification: who started it is still looking. */
const longJobMs = 10_000

/** Electron's value for a bar that only shows that something is done. */
const indeterminate = 2
const noBar = -1

/**
 * Shows jobs outside the page: progress on the taskbar, a notification when a long one ended while the window was not
 * looked at. The system does not go to sleep while a job is active.
 */
export class JobActivity {
  readonly #window: () => BrowserWindow | null
  readonly #onNotificationClick: () => void
  readonly #active = new Map<JobId, JobSnapshot>()
  #blockerId: number | null = null

  constructor(window: () => BrowserWindow | null, onNotificationClick: () => void) {
    this.#window = window
    this.#onNotificationClick = onNotificationClick
  }

  update(snapshot: JobSnapshot): void {
    if (snapshot.status === 'queued' || snapshot.status === 'running') this.#active.set(snapshot.jobId, snapshot)
    else if (this.#active.delete(snapshot.jobId)) this.#notify(snapshot)
    this.#show()
  }

  /** No job is active any more, as the engine ended. */
  clear(): void {
    this.#active.clear()
    this.#show()
  }

  #show(): void {
    this.#window()?.setProgressBar(this.#progress())
    if (this.#active.size > 0) this.#blockerId ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (this.#blockerId !== null) {
      powerSaveBlocker.stop(this.#blockerId)
      this.#blockerId = null
    }
  }

  /** Of all active jobs together, each counting the same. */
  #progress(): number {
    if (this.#active.size === 0) return noBar
    const fractions = [...this.#active.values()].map(fractionDone)
    const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length
    return mean > 0 ? mean : indeterminate
  }

  #notify({ title, status, startedAt, finishedAt, error }: JobSnapshot): void {
    if (status !== 'finished' && status !== 'failed') return
    if (this.#window()?.isFocused() || !Notification.isSupported()) return
    if (!startedAt || !finishedAt || Date.parse(finishedAt) - Date.parse(startedAt) < longJobMs) return
    const notification = new Notification({
      title: status === 'finished' ? `${title}: finished` : `${title}: failed`,
      body: status === 'finished' ? 'The results are in Rungs.' : (error ?? 'Rungs shows what happened.'),
    })
    notification.on('click', this.#onNotificationClick)
    notification.show()
  }
}

function fractionDone({ itemsDone, itemsTotal, progress }: JobSnapshot): number {
  if (itemsTotal === 0) return 0
  const ofItem = progress && progress.total > 0 && itemsDone < itemsTotal ? progress.done / progress.total : 0
  return Math.min(1, (itemsDone + ofItem) / itemsTotal)
}
