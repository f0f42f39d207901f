import { useMutation, useQuery } from '@tanstack/react-query'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RaiseCap } from './raise-cap.tsx'
import styles from './run-screen.module.css'

/** How far a run is scored again, or why that stopped. The run's older scores stay in view meanwhile. */
export function ScoringNotice({ run, jobId, onChanged }: { run: Run; jobId: JobId; onChanged: () => void }) {
  const { query } = useEngine()
  const job = useJob(jobId, onChanged)
  const { data: spending } = useQuery(
    query.experiments.spending.queryOptions({ input: { jobId, runId: run.runId }, staleTime: 0 }),
  )
  const resume = useMutation(query.jobs.resume.mutationOptions({ onSuccess: onChanged }))
  const cancel = useMutation(query.jobs.cancel.mutationOptions({ onSuccess: onChanged }))
  if (!job) return null
  const stop = (
    <Button size="small" variant="ghost" disabled={cancel.isPending} onClick={() => cancel.mutate({ jobId })}>
      {job.status === 'failed' || job.status === 'interrupted' ? 'Leave it' : 'Stop'}
    </Button>
  )
  if (job.status === 'queued' || job.status === 'running') {
    const { progress } = job
    return (
      <div className={styles.live}>
        <ProgressBar
          fraction={progress && progress.total > 0 ? progress.done / progress.total : null}
          label="Answers scored"
        />
        <p>
          {progress
            ? `Scoring again · ${progress.stage} · ${progress.done.toLocaleString('en-US')} of ${progress.total.toLocaleString('en-US')} ${progress.unit}`
            : 'Scoring again'}
          {' · the scores of before stay '}
          {stop}
        </p>
      </div>
    )
  }
  if (job.status !== 'failed' && job.status !== 'interrupted') return null
  const capped = spending && (spending.caps.perRunUsd !== null || spending.caps.perSweepUsd !== null)
  return (
    <div className={styles.notice}>
      <Notice
        kind={job.status === 'failed' ? 'error' : 'warning'}
        actions={
          <>
            {capped && <RaiseCap jobId={jobId} spending={spending} what="scoring" onResumed={onChanged} />}
            <Button size="small" disabled={resume.isPending} onClick={() => resume.mutate({ jobId })}>
              Resume
            </Button>
            {stop}
          </>
        }
      >
        {`Scoring again stopped: ${job.error ?? 'Rungs was closed.'} Every verdict that came is kept.`}
        {resume.isError && ` ${errorSentence(resume.error)}`}
      </Notice>
    </div>
  )
}
