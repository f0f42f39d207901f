import { RotateCw } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import { isActive, type LiveJobs, useLiveJob } from './use-live-jobs.tsx'

interface RunMessageProps {
  run: RunRow
  jobs: LiveJobs
  active: boolean
  onResume: (run: RunRow) => void
}

/** What stands in the place of a run's figures until it has some: what happens, what is kept, what to do. */
export function RunMessage({ run, jobs, active, onResume }: RunMessageProps) {
  const job = useLiveJob(jobs, run.jobId)
  const going = job === null || isActive(job)
  const { status, answeredQueries, queries, error } = run
  if (status === 'running' || (going && status !== 'failed' && job !== null)) {
    const stage = status === 'running' ? job?.progress?.stage.split(' · ')[0] : undefined
    return <span className={styles.message}>{stage ?? (status === 'running' ? 'Starting' : 'Waits for its turn')}</span>
  }
  if (status === 'queued' && going) return <span className={styles.message}>Waits for its turn</span>
  const kept = answeredQueries === 0 ? 'No answer is stored yet.' : `${answeredQueries} of ${queries} answers are kept.`
  const what =
    status === 'failed' ? (error ?? 'Failed.') : status === 'cancelled' ? 'Cancelled.' : 'Stopped before its turn.'
  return (
    <span className={styles.message}>
      <span className={styles.messageText} title={`${what} ${kept}`}>
        {what} {kept}
      </span>
      {!going && (
        <Button
          size="small"
          icon={<RotateCw size={12} />}
          tabIndex={active ? 0 : -1}
          aria-label={`Resume ${run.name}`}
          onClick={() => onResume(run)}
        >
          Resume
        </Button>
      )}
    </span>
  )
}
