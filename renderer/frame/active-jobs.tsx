import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { useEngine } from '../rpc/engine.tsx'
import { errorSentence } from '../rpc/error-sentence.ts'
import { useJob } from '../rpc/use-job.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { useToast } from '../ui/toast.tsx'
import styles from './active-jobs.module.css'

const active = new Set(['queued', 'running'])

/** Jobs that run or wait, and those that were interrupted and can go on. */
export function ActiveJobs() {
  const { query } = useEngine()
  const jobs = useQuery(query.jobs.list.queryOptions({ refetchInterval: 2000 }))
  const running = jobs.data?.filter((job) => active.has(job.status)) ?? []
  const interrupted = jobs.data?.filter((job) => job.status === 'interrupted') ?? []
  if (running.length + interrupted.length === 0) return null
  return (
    <section className={styles.jobs} aria-label="Active jobs">
      <h2>Active jobs</h2>
      {running.map((job) => (
        <RunningJob key={job.jobId} job={job} />
      ))}
      {interrupted.map((job) => (
        <InterruptedJob key={job.jobId} job={job} />
      ))}
    </section>
  )
}

function RunningJob({ job }: { job: JobSnapshot }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const toast = useToast()
  const live = useJob(job.jobId, (ended) => {
    void queries.invalidateQueries({ queryKey: query.jobs.key() })
    void queries.invalidateQueries({ queryKey: query.experiments.key() })
    void queries.invalidateQueries({ queryKey: query.datasets.key() })
    if (ended.status === 'failed') toast({ message: ended.error ?? `${ended.title} failed.` })
  })
  const { title, itemsDone, itemsTotal, progress, etaSeconds, status } = live ?? job
  const fraction = progress && progress.total > 0 ? progress.done / progress.total : 0
  const done = itemsTotal > 0 ? (itemsDone + (itemsDone < itemsTotal ? fraction : 0)) / itemsTotal : null
  return (
    <div className={styles.job}>
      <div className={styles.head}>
        <strong title={title}>{title}</strong>
        <Button
          variant="ghost"
          size="small"
          aria-label={`Cancel ${title}`}
          icon={<X size={13} />}
          onClick={() => {
            client.jobs.cancel({ jobId: job.jobId }).catch((error) => toast({ message: errorSentence(error) }))
          }}
        />
      </div>
      <ProgressBar fraction={done} label={title} />
      <div className={styles.foot}>
        <span title={progress?.stage}>{status === 'queued' ? 'Waiting' : (progress?.stage ?? 'Starting')}</span>
        {etaSeconds !== null && <span>{timeLeft(etaSeconds)}</span>}
      </div>
    </div>
  )
}

function InterruptedJob({ job }: { job: JobSnapshot }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const toast = useToast()
  return (
    <div className={styles.job}>
      <div className={styles.head}>
        <strong title={job.title}>{job.title}</strong>
      </div>
      <div className={styles.foot}>
        <span>
          Stopped at {job.itemsDone} of {job.itemsTotal}; everything so far is kept
        </span>
      </div>
      <Button
        size="small"
        onClick={() => {
          client.jobs
            .resume({ jobId: job.jobId })
            .then(() => queries.invalidateQueries({ queryKey: query.jobs.key() }))
            .catch((error) => toast({ message: errorSentence(error) }))
        }}
      >
        Resume
      </Button>
    </div>
  )
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`
  return `${Math.round(seconds / 60)} min left`
}
