import { useMutation, useQuery } from '@tanstack/react-query'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import type { SweepSpending } from '../../../shared/domain/sweep-spending.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { BudgetMeter } from '../../ui/budget-meter.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RaiseCap } from './raise-cap.tsx'
import styles from './run-screen.module.css'

/** How often the spending of a run under way is asked for. */
const spendingMs = 2000

/** How far a run is, or why it stopped and what is kept. */
export function UnfinishedNotice({ detail, onChanged }: { detail: RunDetail; onChanged: () => void }) {
  const { query } = useEngine()
  const { run, resumable } = detail
  const active = !resumable && (run.status === 'queued' || run.status === 'running')
  const job = useJob(active ? run.jobId : null, onChanged)
  const resume = useMutation(query.jobs.resume.mutationOptions({ onSuccess: onChanged }))
  const paid = run.recipe !== null && detail.answeredExamples !== null
  const { data: spending } = useQuery(
    query.experiments.spending.queryOptions({
      input: { jobId: run.jobId, runId: run.runId },
      enabled: paid || detail.ledger.length > 0,
      refetchInterval: active ? spendingMs : false,
      // It changed while the run was under way.
      staleTime: 0,
    }),
  )
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
        {spending && <Caps spending={spending} />}
      </div>
    )
  }
  return (
    <div className={styles.notice}>
      <Notice
        kind={run.status === 'failed' ? 'error' : 'warning'}
        actions={
          resumable && (
            <>
              {spending && (spending.caps.perRunUsd !== null || spending.caps.perSweepUsd !== null) && (
                <RaiseCap jobId={run.jobId} spending={spending} what="sweep" onResumed={onChanged} />
              )}
              <Button size="small" disabled={resume.isPending} onClick={() => resume.mutate({ jobId: run.jobId })}>
                Resume
              </Button>
            </>
          )
        }
      >
        {run.error ?? (run.status === 'cancelled' ? 'The run was cancelled.' : 'The run stopped before its end.')}
        {run.answeredQueries > 0 && ` ${answered}; they are kept, and resuming goes on from there.`}
        {resume.isError && ` ${errorSentence(resume.error)}`}
        {spending && <Caps spending={spending} />}
      </Notice>
    </div>
  )
}

/** What was spent against each cap that is set; without one, what the run spent so far. */
function Caps({ spending: { caps, runUsd, sweepUsd } }: { spending: SweepSpending }) {
  if (caps.perRunUsd === null && caps.perSweepUsd === null) {
    return runUsd ? <p>{`${formatFigure(runUsd, 'usd')} spent or on its way; no cap is set.`}</p> : null
  }
  return (
    <div className={styles.caps}>
      {caps.perRunUsd !== null && <BudgetMeter spentUsd={runUsd ?? 0} capUsd={caps.perRunUsd} label="this run" />}
      {caps.perSweepUsd !== null && <BudgetMeter spentUsd={sweepUsd} capUsd={caps.perSweepUsd} label="this sweep" />}
    </div>
  )
}
