import { Check, CircleX, Clock, Pause, Square } from 'lucide-react'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import { statusLabels } from './runs-address.ts'
import { isActive, type LiveJobs, useLiveJob } from './use-live-jobs.tsx'

const icons = { finished: Check, failed: CircleX, cancelled: Square, queued: Clock, running: Clock }

/** What a run is doing: done with n, or how far it is. */
export function StatusCell({ run, jobs }: { run: RunRow; jobs: LiveJobs }) {
  const job = useLiveJob(jobs, run.jobId)
  const { status, answeredQueries, queries } = run
  if (status === 'running') {
    return (
      <span className={styles.running}>
        <span className={styles.figure}>
          {answeredQueries}/{queries}
        </span>
        <ProgressBar
          fraction={queries > 0 ? answeredQueries / queries : null}
          label={`${run.name}: questions searched`}
        />
      </span>
    )
  }
  const stopped = status === 'queued' && job !== null && !isActive(job)
  const Icon = stopped ? Pause : icons[status]
  return (
    <span className={styles.two}>
      <span className={`${styles.status} ${status === 'failed' ? styles.failed : ''}`}>
        <Icon size={12} aria-hidden="true" />
        {stopped ? 'Stopped' : statusLabels[status]}
      </span>
      <span className={styles.second}>
        {status === 'finished'
          ? `n = ${queries}`
          : status === 'queued' && !stopped
            ? ''
            : `${answeredQueries} of ${queries}`}
      </span>
    </span>
  )
}
