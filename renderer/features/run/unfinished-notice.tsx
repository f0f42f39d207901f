import { useMutation } from '@tanstack/react-query'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import styles from './run-screen.module.css'

/** How far a run is, or why it stopped and what is kept. */
export function UnfinishedNotice({ detail, onChanged }: { detail: RunDetail; onChanged: () => void }) {
  const { query } = useEngine()
  const { run, resumable } = detail
  const active = !resumable && (run.status === 'queued' || run.status === 'running')
  const job = useJob(active ? run.jobId : null, onChanged)
  const resume = useMutation(query.jobs.resume.mutationOptions({ onSuccess: onChanged }))
  const n = (count: number) => count.toLocaleString('en-US')
  const answered = `${n(run.answeredQueries)} of ${n(run.queries)} questions answered`
  if (active) {
    const fraction = run.queries > 0 ? run.answeredQueries / run.queries : null
    return (
      <div className={styles.live}>
        <ProgressBar fraction={fraction} label="Questions answered" />
        <p>
          {answered}
          {job?.progress && ` · ${job.progress.stage}`}
          {job?.etaSeconds != null && ` · about ${Math.ceil(job.etaSeconds)} s left for the sweep`}
          {detail.figures.length > 0 && ' · figures are partial until all are scored'}
        </p>
      </div>
    )
  }
  return (
    <div className={styles.notice}>
      <Notice
        kind={run.status === 'failed' ? 'error' : 'warning'}
        actions={
          resumable && (
            <Button size="small" disabled={resume.isPending} onClick={() => resume.mutate({ jobId: run.jobId })}>
              Resume
            </Button>
          )
        }
      >
        {run.error ?? (run.status === 'cancelled' ? 'The run was cancelled.' : 'The run stopped before its end.')}
        {run.answeredQueries > 0 && ` ${answered}; they are kept, and resuming goes on from there.`}
        {resume.isError && ` ${errorSentence(resume.error)}`}
      </Notice>
    </div>
  )
}
