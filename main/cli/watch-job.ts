import { AppError } from '../../shared/domain/app-error.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { CommandContext } from './command-context.ts'

/** On a terminal the progress line is rewritten; in a log a line now and then is enough. */
const logEveryMs = 5000

/**
 * Shows a job's progress on standard error until it ends. Ctrl-C cancels it: what is done is kept.
 * Throws AppError CANCELLED after Ctrl-C. @returns the job as it ended.
 */
export async function watchJob(jobId: JobId, { client, signal }: CommandContext): Promise<JobSnapshot> {
  const line = new ProgressLine()
  const onAbort = () => void client.jobs.cancel({ jobId })
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  let last: JobSnapshot | null = null
  try {
    for await (const event of await client.jobs.watch({ jobId })) {
      last = event.snapshot
      if (event.kind === 'note') line.keep(event.message)
      else line.show(describe(event.snapshot), event.kind === 'status')
    }
  } finally {
    line.end()
    signal.removeEventListener('abort', onAbort)
  }
  if (last?.status === 'cancelled') {
    throw new AppError(
      'CANCELLED',
      `Stopped. ${last.itemsDone} of ${last.itemsTotal} steps are done and everything so far is kept; \`rungs resume\` goes on from here.`,
      { jobId },
    )
  }
  return last!
}

function describe({ title, status, itemsDone, itemsTotal, progress, etaSeconds }: JobSnapshot): string {
  if (status !== 'running') return `${title}: ${status}`
  const steps = itemsTotal > 1 ? `step ${Math.min(itemsDone + 1, itemsTotal)} of ${itemsTotal}` : null
  const count =
    progress && progress.total > 0
      ? `${progress.stage} ${progress.done}/${progress.total} ${progress.unit}`
      : progress?.stage
  const eta = etaSeconds === null ? null : `about ${duration(etaSeconds)} left`
  return [steps, count ?? title, eta].filter((part) => part !== null).join(' · ')
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

class ProgressLine {
  readonly #terminal = process.stderr.isTTY === true
  #lastMs = Number.NEGATIVE_INFINITY
  #open = false

  show(text: string, important: boolean): void {
    if (this.#terminal) {
      process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`)
      this.#open = true
      return
    }
    const nowMs = performance.now()
    if (!important && nowMs - this.#lastMs < logEveryMs) return
    this.#lastMs = nowMs
    process.stderr.write(`${text}\n`)
  }

  keep(text: string): void {
    this.end()
    process.stderr.write(`${text}\n`)
  }

  end(): void {
    if (this.#open) process.stderr.write('\r\u001b[2K')
    this.#open = false
  }
}
